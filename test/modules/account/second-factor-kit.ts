// The second factor by its public door: adding, signing in with it, and what is told of it.
import { PASSWORD, type TestApp } from '#test/kit/api.ts';
import { appCode, type TestPasskey, testPasskey } from '#test/kit/authenticator.ts';

export const SIGN_IN = `mutation ($input: SignInInput!) { signIn(input: $input) {
  __typename
  ... on Error { message }
  ... on SecondFactorRequired { step { methods passkeyOptions expiresAt } }
} }`;
const CONFIRM = `mutation ($input: ConfirmSecondFactorInput!) { confirmSecondFactor(input: $input) {
  __typename
  ... on Error { message }
  ... on SignInSuccess { viewer { account { id } roles { role } } }
  ... on SecondFactorLockedError { retryAfter }
  ... on InvalidInputError { issues { path message } }
} }`;
const START = `mutation ($input: StartSecondFactorInput!) { startSecondFactor(input: $input) {
  __typename
  ... on Error { message }
  ... on SecondFactorSetup { id kind secret uri passkeyOptions expiresAt }
} }`;
const ADD = `mutation ($input: AddSecondFactorInput!) { addSecondFactor(input: $input) {
  __typename
  ... on Error { message }
  ... on SecondFactorAdded { id recoveryCodes sessionsEnded }
  ... on InvalidInputError { issues { path message } }
} }`;
const REMOVE = `mutation ($input: RemoveSecondFactorInput!) { removeSecondFactor(input: $input) {
  __typename
  ... on Error { message }
  ... on SecondFactorRemoved { left sessionsEnded }
} }`;
const RENEW = `mutation ($currentPassword: String!) { renewRecoveryCodes(currentPassword: $currentPassword) {
  __typename
  ... on Error { message }
  ... on RecoveryCodesRenewed { recoveryCodes }
} }`;
const MINE = `{ mySecondFactors { factors { id kind name addedAt lastUsedAt } recoveryCodesLeft required } }`;
const STEP = '{ secondStep { methods passkeyOptions expiresAt } }';

export interface Outcome {
  __typename: string;
  message?: string;
  retryAfter?: number;
  issues?: { path: string; message: string }[];
  viewer?: { account: { id: string }; roles: { role: string }[] };
  left?: number;
  sessionsEnded?: number;
}

export interface Step {
  methods: string[];
  passkeyOptions: string | null;
  expiresAt: string;
}

export interface Setup extends Outcome {
  id: string;
  secret: string;
  uri: string | null;
  passkeyOptions: string;
}

export interface Added extends Outcome {
  id: string;
  recoveryCodes: string[] | null;
}

export interface Mine {
  factors: { id: string; kind: string; name: string; addedAt: string; lastUsedAt: string | null }[];
  recoveryCodesLeft: number;
  required: boolean;
}

export type Shown = { code: string } | { recoveryCode: string } | { passkey: string };

const STEP_COOKIE = '__Host-sportello-passo';
const SESSION_COOKIE = '__Host-sportello';

export function secondFactorBench(test: TestApp) {
  async function act<T>(document: string, field: string, variables: object, cookie: string | null) {
    const { data, headers, errors } = await test.send<Record<string, T>>(document, variables, { cookie });
    if (!data) throw new Error(`the operation failed: ${JSON.stringify(errors)}`);
    const set = headers.getSetCookie();
    const cookieOf = (name: string) => set.find((one) => one.startsWith(`${name}=`))?.split(';')[0] ?? '';
    return { result: data[field] as T, set, session: cookieOf(SESSION_COOKIE), step: cookieOf(STEP_COOKIE) };
  }

  const bench = {
    /** The first step; `step` is the cookie that the second one needs. */
    password: (username: string, password = PASSWORD, more: object = {}) =>
      act<Outcome & { step?: Step }>(SIGN_IN, 'signIn', { input: { identifier: username, password, ...more } }, null),
    confirm: (input: Shown, cookie: string | null) => act<Outcome>(CONFIRM, 'confirmSecondFactor', { input }, cookie),
    start: async (cookie: string, kind: 'TOTP' | 'PASSKEY', currentPassword = PASSWORD) =>
      (await act<Setup>(START, 'startSecondFactor', { input: { kind, currentPassword } }, cookie)).result,
    add: (cookie: string, input: object) => act<Added>(ADD, 'addSecondFactor', { input }, cookie),
    remove: async (cookie: string, id: string, currentPassword = PASSWORD) =>
      (await act<Outcome>(REMOVE, 'removeSecondFactor', { input: { id, currentPassword } }, cookie)).result,
    renew: async (cookie: string, currentPassword = PASSWORD) =>
      (await act<Outcome & { recoveryCodes?: string[] }>(RENEW, 'renewRecoveryCodes', { currentPassword }, cookie))
        .result,
    mine: async (cookie: string) => (await test.ask<{ mySecondFactors: Mine }>(MINE, {}, cookie)).mySecondFactors,
    step: async (cookie: string | null) => (await test.ask<{ secondStep: Step | null }>(STEP, {}, cookie)).secondStep,
    isSignedIn: async (cookie: string) =>
      (await test.ask<{ me: object | null }>('{ me { sessionExpiresAt } }', {}, cookie)).me !== null,
    /** What the app shows at the clock's instant. */
    code: (secret: string) => appCode(secret, test.clock.now()),

    /** Adds an authenticator app; the key in it, the codes and the cookie that goes on. */
    async addApp(cookie: string, name = 'Telefono') {
      const setup = await bench.start(cookie, 'TOTP');
      const added = await bench.add(cookie, { id: setup.id, name, code: bench.code(setup.secret) });
      if (added.result.__typename !== 'SecondFactorAdded') throw new Error(JSON.stringify(added.result));
      const { id, recoveryCodes } = added.result;
      return { id, secret: setup.secret, codes: recoveryCodes ?? [], cookie: added.session || cookie };
    },
    async addPasskey(cookie: string, name = 'Chiave') {
      const setup = await bench.start(cookie, 'PASSKEY');
      const passkey: TestPasskey = testPasskey();
      const added = await bench.add(cookie, { id: setup.id, name, passkey: passkey.make(setup.passkeyOptions) });
      if (added.result.__typename !== 'SecondFactorAdded') throw new Error(JSON.stringify(added.result));
      const { id, recoveryCodes } = added.result;
      return { id, passkey, codes: recoveryCodes ?? [], cookie: added.session || cookie };
    },
    /** Both steps; what the second one answered. */
    async signIn(username: string, shown: (step: Step) => Shown, password = PASSWORD) {
      const { result, step } = await bench.password(username, password);
      if (!result.step) throw new Error(`no second step: ${JSON.stringify(result)}`);
      return await bench.confirm(shown(result.step), step);
    },
  };
  return bench;
}

export type SecondFactorBench = ReturnType<typeof secondFactorBench>;
