import type { Viewer } from '../../../graphql/context.ts';
import { recordAudit } from '../../../platform/audit/audit.ts';
import type { SqlTx } from '../../../platform/db/db.ts';
import { InvalidInputError } from '../../../platform/errors.ts';
import { romanDay } from '../../../platform/i18n.ts';
import { PhoneCodesLockedError, SmsUnavailableError, TooManyPhoneCodesError } from '../contact-errors.ts';
import { type ContactsInput, type Domicile, parseContacts, type RawContacts } from '../contact-input.ts';
import { lockOfCodes, nextCodeAt, PHONE_CODE_LIMITS } from '../contact-rules.ts';
import {
  type Contact,
  endOpenCode,
  findContact,
  type HeldContact,
  listAskedCodes,
  type OpenCode,
  updateContact,
} from '../contact-store.ts';
import { type Contacts, findContacts } from '../own-mail-store.ts';
import { type PhoneState, phoneStateOf } from '../phone-machine.ts';
import type { AccountDeps, SignInOrigin } from './deps.ts';
import type { ProvePassword } from './own-password-proof.ts';
import { createPhoneCodes, type PhoneAct, type PhoneCodeUseCases, requireContact, stepOf } from './phone-codes.ts';

export interface MobilePhone {
  number: string;
  state: Exclude<PhoneState, 'NONE'>;
  validatedAt: Date | null;
  /** The code that can be typed now, or whose time is over. */
  code: Pick<OpenCode, 'createdAt' | 'expiresAt' | 'smsState' | 'smsAt'> | null;
  /** When another may be asked for; null: now, or never needed. */
  nextCodeAt: Date | null;
  lockedUntil: Date | null;
}

export interface DomicileView extends Domicile {
  country: string | null;
  municipality: string | null;
  province: string | null;
}

export interface OwnContacts extends Contacts {
  phone: string | null;
  mobile: MobilePhone | null;
  smsConsent: boolean;
  smsAvailable: boolean;
  domicile: DomicileView | null;
}

/** What became of the validation code that a change of contacts asks for. */
export type PhoneCodeOutcome = 'SENT' | 'NOT_NEEDED' | 'UNAVAILABLE' | 'LOCKED' | 'TOO_MANY';

export interface ContactUseCases extends PhoneCodeUseCases {
  getOwnContacts(viewer: Viewer): Promise<OwnContacts>;
  /**
   * Replaces telephone, mobile, preference and domicile (POL-904); another mobile number needs the password. Throws
   * InvalidInputError, WrongPasswordError, LockedError, BusyError; never because of an SMS (POL-705).
   */
  updateOwnContacts(viewer: Viewer, raw: RawContacts, origin: SignInOrigin): Promise<PhoneCodeOutcome>;
}

declare module '../../../platform/audit/audit.ts' {
  interface AuditEvents {
    'account.contactsChanged': { fields: string[]; loginSessionId: string };
  }
}

type Field = keyof ContactsInput;

const FIELDS: readonly Field[] = ['phone', 'mobile', 'smsConsent', 'domicile'];

function changedFields(before: Contact, after: ContactsInput): Field[] {
  return FIELDS.filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]));
}

/** Contact data in one function, and the codes that validate a mobile number. */
export function createContacts(deps: AccountDeps, provePassword: ProvePassword): ContactUseCases {
  const { db, clock, bus, passwords, places, smsAvailable } = deps;
  const codes = createPhoneCodes(deps);

  async function proven(viewer: Viewer, raw: RawContacts, mobile: string | null, origin: SignInOrigin) {
    const { mobile: before } = await findContact(db, viewer.account.id);
    if (before === mobile) return false;
    if (!raw.currentPassword) throw passwordMissing();
    const { currentPassword } = raw;
    await passwords.admit(() => provePassword(viewer, currentPassword, origin));
    return true;
  }

  /** The number as it stands after the change, with what goes with another one. */
  async function changeNumber(tx: SqlTx, act: PhoneAct, mobile: string | null): Promise<HeldContact> {
    const { contact, viewer, at } = act;
    if (contact.mobile === mobile) return contact;
    const { effects } = stepOf(contact, mobile === null ? 'NUMBER_REMOVED' : 'NUMBER_CHANGED', at);
    if (effects.includes('END_CODE')) await endOpenCode(tx, viewer.account.id, at);
    return { ...contact, mobile, mobileValidatedAt: null, code: null };
  }

  async function sendIfNeeded(tx: SqlTx, act: PhoneAct): Promise<PhoneCodeOutcome> {
    const { contact, at } = act;
    const isWaiting = contact.code !== null && contact.code.expiresAt > at;
    if (!contact.smsConsent || contact.mobile === null || contact.mobileValidatedAt || isWaiting) return 'NOT_NEEDED';
    try {
      await codes.sendCode(tx, act);
      return 'SENT';
    } catch (error) {
      return outcomeOf(error);
    }
  }

  async function write(tx: SqlTx, act: PhoneAct, input: ContactsInput): Promise<PhoneCodeOutcome> {
    const { viewer, at, requestId } = act;
    const fields = changedFields(act.contact, input);
    const contact = { ...(await changeNumber(tx, act, input.mobile)), smsConsent: input.smsConsent };
    const accountId = viewer.account.id;
    if (fields.length > 0) {
      await updateContact(tx, accountId, { ...input, mobileValidatedAt: contact.mobileValidatedAt, at });
      const data = { fields, loginSessionId: viewer.loginSessionId };
      const who = { actorId: accountId, subjectId: accountId, at, requestId };
      await recordAudit(tx, { event: 'account.contactsChanged', data, ...who });
      tx.afterCommit(() => bus.publish('account.noted', { accountIds: [accountId] }));
    }
    return await sendIfNeeded(tx, { ...act, contact });
  }

  async function viewOfMobile(accountId: string, contact: Contact): Promise<MobilePhone | null> {
    const { mobile: number, mobileValidatedAt: validatedAt, code } = contact;
    const now = clock.now();
    const state = phoneStateOf({ ...contact, codeExpiresAt: code?.expiresAt ?? null }, now);
    if (number === null || state === 'NONE') return null;
    const since = new Date(now.getTime() - PHONE_CODE_LIMITS.windowMs);
    const next = state === 'VALIDATED' ? null : nextCodeAt(await listAskedCodes(db, accountId, since), now);
    return { number, state, validatedAt, code, nextCodeAt: next, lockedUntil: lockOfCodes(contact, now) };
  }

  async function viewOfDomicile(domicile: Domicile | null): Promise<DomicileView | null> {
    if (!domicile) return null;
    // A municipality that ceased meanwhile keeps its name here.
    const code = domicile.countryCode ?? domicile.municipalityCode;
    const place = (await places.list()).find((one) => one.code === code);
    const name = place?.name ?? null;
    const isAbroad = domicile.countryCode !== null;
    const where = { country: isAbroad ? name : null, municipality: isAbroad ? null : name };
    return { ...domicile, ...where, province: place?.province ?? null };
  }

  return {
    ...codes.useCases,
    async getOwnContacts({ account }) {
      const [mail, contact] = await Promise.all([findContacts(db, account.id), findContact(db, account.id)]);
      const { phone, smsConsent } = contact;
      const mobile = await viewOfMobile(account.id, contact);
      return { ...mail, phone, smsConsent, smsAvailable, mobile, domicile: await viewOfDomicile(contact.domicile) };
    },
    async updateOwnContacts(viewer, raw, origin) {
      const input = await parseContacts(raw, places, romanDay(clock.now()));
      const isProven = await proven(viewer, raw, input.mobile, origin);
      return await db.sqlTransaction(async (tx) => {
        const at = clock.now();
        const contact = await requireContact(tx, viewer, at);
        // Changed on another device meanwhile.
        if (contact.mobile !== input.mobile && !isProven) throw passwordMissing();
        return await write(tx, { viewer, contact, at, requestId: origin.requestId }, input);
      });
    },
  };
}

function passwordMissing(): InvalidInputError {
  return new InvalidInputError([{ path: 'currentPassword', key: 'own.input.currentMissing' }]);
}

/** Why no code went out; the change stands all the same. */
function outcomeOf(error: unknown): PhoneCodeOutcome {
  if (error instanceof SmsUnavailableError) return 'UNAVAILABLE';
  if (error instanceof PhoneCodesLockedError) return 'LOCKED';
  if (error instanceof TooManyPhoneCodesError) return 'TOO_MANY';
  throw error;
}
