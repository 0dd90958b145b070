import { builder } from '../../../graphql/builder.ts';
import type { Cookies } from '../../../graphql/context.ts';
import { WHILE_PASSWORD_MUST_CHANGE } from '../../../graphql/duty-gate.ts';
import { RefusalInterface } from '../../../graphql/refusals.ts';
import { InvalidInputError } from '../../../platform/errors.ts';
import { SESSION_COOKIE } from '../rules.ts';
import {
  SecondFactorLockedError,
  SecondFactorRequiredError,
  SecondStepOverError,
  type SecondStepView,
  WrongSecondFactorError,
} from '../second-factor-errors.ts';
import { STEP_COOKIE, STEP_COOKIE_SECONDS } from '../second-factor-rules.ts';
import { SignInSuccess } from './sign-in-success.ts';
import { cookiesOf, keepDevice } from './transport.ts';

const SecondStepMethodEnum = builder.enumType('SecondStepMethod', {
  description: 'A way through the second step of a sign-in.',
  values: {
    PASSKEY: { description: 'A passkey (WebAuthn): a security key, a phone or the device itself.' },
    TOTP: { description: 'The six digits of an authenticator app.' },
    RECOVERY_CODE: { description: 'One of the codes that were kept for this; each opens once.' },
  } as const,
});

const SecondStep = builder.objectRef<SecondStepView>('SecondStep').implement({
  description: 'What a sign-in whose password was right still waits for. Nobody is signed in meanwhile.',
  fields: (t) => ({
    methods: t.field({
      type: [SecondStepMethodEnum],
      description: 'The ways that the account has, without their number.',
      resolve: ({ methods }) => [...methods],
    }),
    passkeyOptions: t.exposeString('passkeyOptions', {
      nullable: true,
      description: 'For navigator.credentials.get(): PublicKeyCredentialRequestOptionsJSON. null without passkeys.',
    }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'Until when it waits.' }),
  }),
});

builder.objectType(SecondFactorRequiredError, {
  name: 'SecondFactorRequired',
  description:
    'The password is right, and the account asks for a second factor: confirmSecondFactor goes on in this browser.',
  interfaces: [RefusalInterface],
  fields: (t) => ({
    step: t.field({ type: SecondStep, description: 'What is waited for.', resolve: ({ step }) => step }),
  }),
});

builder.objectType(WrongSecondFactorError, {
  name: 'WrongSecondFactorError',
  description: 'A code that is wrong or was used before, or a passkey that is not one of the account’s.',
  interfaces: [RefusalInterface],
});

builder.objectType(SecondFactorLockedError, {
  name: 'SecondFactorLockedError',
  description: 'Five wrong answers within 15 minutes: not even a right one opens for 15 minutes.',
  interfaces: [RefusalInterface],
  fields: (t) => ({
    retryAfter: t.exposeInt('retryAfter', { description: 'Seconds that remain.' }),
    until: t.expose('until', { type: 'DateTime', description: 'When it opens again.' }),
  }),
});

builder.objectType(SecondStepOverError, {
  name: 'SecondStepOverError',
  description:
    'No sign-in of this browser waits for a second factor, or it waited longer than 10 minutes: sign in again.',
  interfaces: [RefusalInterface],
});

const ConfirmSecondFactorInput = builder.inputType('ConfirmSecondFactorInput', {
  description: 'The second factor: exactly one of these.',
  isOneOf: true,
  fields: (t) => ({
    code: t.string({ description: 'Six digits of an authenticator app; spaces do not count. Each code opens once.' }),
    recoveryCode: t.string({ description: 'Ten characters; case, spaces and dashes do not count.' }),
    passkey: t.string({ description: 'What navigator.credentials.get() answered: AuthenticationResponseJSON.' }),
  }),
});

/** Gives the browser what binds the second step to it, and lets the refusal go on to the reader. */
export function bindStep(cookies: Cookies, error: unknown): never {
  if (error instanceof SecondFactorRequiredError) cookies.set(STEP_COOKIE, error.token, STEP_COOKIE_SECONDS);
  throw error;
}

builder.queryFields((t) => ({
  secondStep: t.field({
    type: SecondStep,
    nullable: true,
    description: 'What the sign-in begun in this browser waits for; null when it waits for nothing, and over HTTP GET.',
    authScopes: { public: true },
    resolve: (_root, _args, { services, cookies }) =>
      services.account.findSecondStep(cookies?.get(STEP_COOKIE) ?? null),
  }),
}));

builder.mutationFields((t) => ({
  confirmSecondFactor: t.field({
    type: SignInSuccess,
    description:
      'Completes the sign-in that was begun in this browser, and sets the session cookie. At most one a request; not over sockets (ACC-07).',
    authScopes: { public: true },
    extensions: { checksCredentials: true, ...WHILE_PASSWORD_MUST_CHANGE },
    args: { input: t.arg({ type: ConfirmSecondFactorInput, required: true, description: 'The second factor.' }) },
    errors: {
      types: [WrongSecondFactorError, SecondFactorLockedError, SecondStepOverError, InvalidInputError],
      union: { name: 'ConfirmSecondFactorResult', description: 'Outcome of confirmSecondFactor.' },
    },
    async resolve(_root, { input }, context) {
      const cookies = cookiesOf(context);
      const held = cookies.get(STEP_COOKIE);
      const { token, viewer, maxAgeSeconds } = await context.services.account.confirmSecondFactor(input, held, context);
      cookies.set(SESSION_COOKIE, token, maxAgeSeconds);
      keepDevice(cookies, context, viewer);
      cookies.clear(STEP_COOKIE);
      return { viewer };
    },
  }),
}));
