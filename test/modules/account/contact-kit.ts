// Telephone, domicile and SMS by the public door, with the development mailbox that SMS land in.
import { vi } from 'vitest';
import { sql } from '#server/platform/db/db.ts';
import { type Answer, PASSWORD } from '#test/kit/api.ts';
import type { OwnWorld } from './own-kit.ts';

const CONTACTS = `phone smsConsent smsAvailable
  mobile { number state validatedAt nextCodeAt lockedUntil code { requestedAt expiresAt sms } }
  domicile { country municipality province town street postalCode }`;
const SAVE = `mutation ($input: UpdateOwnContactsInput!) { updateOwnContacts(input: $input) {
  __typename ... on Error { message } ... on InvalidInputError { issues { path message } }
  ... on UpdateOwnContactsSuccess { code contacts { ${CONTACTS} } } } }`;
const REQUEST = `mutation { requestPhoneCode { __typename ... on Error { message } ... on PhoneStateError { state }
  ... on PhoneCodesLockedError { until retryAfter } ... on TooManyPhoneCodesError { retryAfter } } }`;
const CONFIRM = `mutation ($code: String!) { confirmPhoneCode(code: $code) { __typename ... on Error { message }
  ... on PhoneStateError { state } ... on WrongPhoneCodeError { triesLeft } ... on PhoneCodesLockedError { until retryAfter } } }`;

export const MOBILE = '3339876543';

export interface ContactsView {
  phone: string | null;
  smsConsent: boolean;
  smsAvailable: boolean;
  mobile: {
    number: string;
    state: string;
    validatedAt: string | null;
    nextCodeAt: string | null;
    lockedUntil: string | null;
    code: { requestedAt: string; expiresAt: string; sms: string } | null;
  } | null;
  domicile: Record<string, string | null> | null;
}

interface Outcome {
  __typename: string;
  message?: string;
  state?: string;
  triesLeft?: number;
  code?: string;
  issues?: { path: string; message: string }[];
}

type Person = Awaited<ReturnType<OwnWorld['person']>>;

export interface ContactWorld extends OwnWorld {
  contacts(cookie: string): Promise<ContactsView>;
  /** With the password, unless another is given. */
  save(cookie: string, input: object): Promise<{ data: Outcome }>;
  trySave(cookie: string, input: object): Promise<Answer<unknown>>;
  request(cookie: string): Promise<Outcome>;
  confirm(cookie: string, code: string): Promise<Outcome>;
  newNumber(): string;
  /** The nth SMS to a number, once it is in the mailbox. */
  smsTo(mobile: string, nth?: number): Promise<{ text: string; code: string }>;
  otherThan(code: string): string;
  /** Somebody who wants SMS, with the code that came. */
  withCode(): Promise<Person & { number: string; code: string }>;
  /** An instant from now, as answers have it. */
  after(ms: number): string;
}

let numbers = 0;

export async function startContactWorld(base: OwnWorld): Promise<ContactWorld> {
  const inputOf = (input: object) => ({ input: { smsConsent: false, currentPassword: PASSWORD, ...input } });
  async function textsTo(mobile: string): Promise<string[]> {
    const rows = await base.app.db.query<{ raw: Buffer }>(sql`
      select raw from dev_message where recipient = ${`+39${mobile}`} order by id`);
    return rows.map(({ raw }) => Buffer.from(raw.toString().split('\r\n\r\n')[1] ?? '', 'base64').toString());
  }
  const world: ContactWorld = {
    ...base,
    contacts: async (cookie) =>
      (await base.ask<{ myContacts: ContactsView }>(`{ myContacts { ${CONTACTS} } }`, {}, cookie)).myContacts,
    async save(cookie, input) {
      const { updateOwnContacts } = await base.ask<{ updateOwnContacts: Outcome }>(SAVE, inputOf(input), cookie);
      return { data: updateOwnContacts };
    },
    trySave: (cookie, input) => base.send<unknown>(SAVE, inputOf(input), { cookie }),
    request: async (cookie) => (await base.ask<{ requestPhoneCode: Outcome }>(REQUEST, {}, cookie)).requestPhoneCode,
    confirm: async (cookie, code) =>
      (await base.ask<{ confirmPhoneCode: Outcome }>(CONFIRM, { code }, cookie)).confirmPhoneCode,
    newNumber: () => `333${String(1_000_000 + ++numbers)}`,
    async smsTo(mobile, nth = 1) {
      const text = await vi.waitFor(
        async () => {
          const found = (await textsTo(mobile))[nth - 1];
          if (found === undefined) throw new Error('no such SMS yet');
          return found;
        },
        { timeout: 15_000, interval: 25 },
      );
      return { text, code: /\b[A-Z2-9]{8}\b/.exec(text)?.[0] ?? '' };
    },
    otherThan: (code) => (code === 'AAAAAAAA' ? 'BBBBBBBB' : 'AAAAAAAA'),
    async withCode() {
      const person = await base.person();
      const number = world.newNumber();
      await world.save(person.cookie, { mobile: number, smsConsent: true });
      const { code } = await world.smsTo(number);
      return { ...person, number, code };
    },
    after: (ms) => new Date(base.clock.now().getTime() + ms).toISOString(),
  };
  return world;
}
