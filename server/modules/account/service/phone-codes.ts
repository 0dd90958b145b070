import type { Viewer } from '../../../graphql/context.ts';
import { recordAudit } from '../../../platform/audit/audit.ts';
import type { SqlTx } from '../../../platform/db/db.ts';
import { ForbiddenError, UnauthenticatedError } from '../../../platform/errors.ts';
import { newId } from '../../../platform/ids.ts';
import { queueMail } from '../../../platform/mail/queue.ts';
import { queueSms } from '../../../platform/sms/queue.ts';
import { countSms } from '../../../platform/sms/store.ts';
import { sameBytes } from '../../../platform/tokens.ts';
import {
  PhoneCodesLockedError,
  PhoneStateError,
  SmsUnavailableError,
  TooManyPhoneCodesError,
  WrongPhoneCodeError,
} from '../contact-errors.ts';
import { parsePhoneCode } from '../contact-input.ts';
import { countWrongCode, e164, lockOfCodes, nextCodeAt, PHONE_CODE, PHONE_CODE_LIMITS } from '../contact-rules.ts';
import {
  endOpenCode,
  type HeldContact,
  insertPhoneCode,
  listAskedCodes,
  lockContact,
  lockNumber,
  setValidated,
  setWrongCodes,
  takeCode,
} from '../contact-store.ts';
import { phoneCode, phoneCodeHash } from '../own-secrets.ts';
import { type PhoneEvent, type PhoneStep, phoneStateOf, stepPhone } from '../phone-machine.ts';
import { secondsUntil } from '../rules.ts';
import type { AccountDeps } from './deps.ts';

export interface PhoneCodeUseCases {
  /**
   * Sends a code to the number, in place of the one before. Throws PhoneStateError, SmsUnavailableError,
   * PhoneCodesLockedError, TooManyPhoneCodesError.
   */
  requestPhoneCode(viewer: Viewer, requestId: string): Promise<void>;
  /** Throws WrongPhoneCodeError, PhoneCodesLockedError, PhoneStateError, InvalidInputError. */
  confirmPhoneCode(viewer: Viewer, code: string, requestId: string): Promise<void>;
}

declare module '../../../platform/audit/audit.ts' {
  interface AuditEvents {
    'account.phoneCodeSent': { phoneCodeId: string; loginSessionId: string };
    'account.phoneValidated': { phoneCodeId: string; loginSessionId: string };
    'account.phoneCodesLocked': { until: string; loginSessionId: string };
  }
}

/** Of a contact whose row is held. */
export interface PhoneAct {
  viewer: Viewer;
  contact: HeldContact;
  at: Date;
  requestId: string;
}

export interface PhoneCodes {
  useCases: PhoneCodeUseCases;
  /** Throws as requestPhoneCode does. */
  sendCode(tx: SqlTx, act: PhoneAct): Promise<void>;
}

export function stepOf(contact: HeldContact, event: PhoneEvent, at: Date): Exclude<PhoneStep, { refusal: unknown }> {
  const { mobile, mobileValidatedAt, code } = contact;
  const state = phoneStateOf({ mobile, mobileValidatedAt, codeExpiresAt: code?.expiresAt ?? null }, at);
  const step = stepPhone(state, event);
  if ('refusal' in step) throw new PhoneStateError(step.refusal);
  return step;
}

/** Institutions have no mobile number of their own: the registry of schools says how they are reached. */
export async function requireContact(tx: SqlTx, viewer: Viewer, at: Date): Promise<HeldContact> {
  if (viewer.account.kind === 'INSTITUTION') throw new ForbiddenError('an institution has no contacts of its own');
  const contact = await lockContact(tx, viewer.account.id, at);
  if (!contact) throw new UnauthenticatedError('the account was disabled');
  return contact;
}

/** Validation codes by SMS: made, sent, judged once (POL-704..709, DEC-08). */
export function createPhoneCodes({ db, clock, bus, serverKey, smsAvailable }: AccountDeps): PhoneCodes {
  const noted = (tx: SqlTx, accountId: string): void =>
    tx.afterCommit(() => bus.publish('account.noted', { accountIds: [accountId] }));

  function requireUnlocked(contact: HeldContact, at: Date): void {
    const until = lockOfCodes(contact, at);
    if (until) throw new PhoneCodesLockedError(until, secondsUntil(until, at));
  }

  async function requireRoom(tx: SqlTx, accountId: string, recipient: string, at: Date): Promise<void> {
    const { windowMs, aNumber } = PHONE_CODE_LIMITS;
    const since = new Date(at.getTime() - windowMs);
    const next = nextCodeAt(await listAskedCodes(tx, accountId, since), at);
    if (next) throw new TooManyPhoneCodesError(secondsUntil(next, at));
    await lockNumber(tx, recipient);
    const sent = await countSms(tx, recipient, ['account.phoneCode'], since);
    if (sent >= aNumber) throw new TooManyPhoneCodesError(windowMs / 1_000);
  }

  async function sendCode(tx: SqlTx, { viewer, contact, at, requestId }: PhoneAct): Promise<void> {
    const accountId = viewer.account.id;
    const { effects } = stepOf(contact, 'CODE_ASKED', at);
    if (!smsAvailable) throw new SmsUnavailableError();
    requireUnlocked(contact, at);
    const mobile = contact.mobile ?? '';
    await requireRoom(tx, accountId, e164(mobile), at);
    if (effects.includes('END_CODE')) await endOpenCode(tx, accountId, at);
    const id = newId();
    const expiresAt = new Date(at.getTime() + PHONE_CODE.lifeMs);
    const params = { phoneCodeId: id, until: expiresAt.toISOString() };
    const to = { accountId, locale: contact.locale, recipient: e164(mobile) };
    const smsId = await queueSms(tx, { template: 'account.phoneCode', params, ...to, at, expiresAt });
    const codeHash = phoneCodeHash(serverKey, id, phoneCode(serverKey, id));
    await insertPhoneCode(tx, { id, accountId, mobile, codeHash, smsId, at, expiresAt });
    const data = { phoneCodeId: id, loginSessionId: viewer.loginSessionId };
    await recordAudit(tx, {
      ...{ event: 'account.phoneCodeSent', data, actorId: accountId, subjectId: accountId, at, requestId },
    });
    noted(tx, accountId);
  }

  async function refuse(tx: SqlTx, { viewer, contact, at, requestId }: PhoneAct): Promise<Error> {
    const accountId = viewer.account.id;
    const { triesLeft, ...counted } = countWrongCode(contact, at);
    await setWrongCodes(tx, accountId, counted);
    const until = counted.codesLockedUntil;
    if (!until) return new WrongPhoneCodeError(triesLeft);
    const data = { until: until.toISOString(), loginSessionId: viewer.loginSessionId };
    const who = { actorId: accountId, subjectId: accountId, at, requestId };
    await recordAudit(tx, { event: 'account.phoneCodesLocked', data, ...who });
    noted(tx, accountId);
    return new PhoneCodesLockedError(until, secondsUntil(until, at));
  }

  async function accept(tx: SqlTx, { viewer, contact, at, requestId }: PhoneAct, phoneCodeId: string): Promise<void> {
    const accountId = viewer.account.id;
    if (!(await takeCode(tx, phoneCodeId, at))) throw new PhoneStateError('NO_CODE');
    await setValidated(tx, accountId, at);
    const data = { phoneCodeId, loginSessionId: viewer.loginSessionId };
    const who = { actorId: accountId, subjectId: accountId, at, requestId };
    await recordAudit(tx, { event: 'account.phoneValidated', data, ...who });
    if (contact.email) {
      const params = { phoneCodeId, at: at.toISOString(), end: (contact.mobile ?? '').slice(-3) };
      const to = { recipient: contact.email, accountId, locale: contact.locale };
      await queueMail(tx, { template: 'account.phoneValidated', params, ...to, at });
    }
    noted(tx, accountId);
  }

  return {
    sendCode,
    useCases: {
      requestPhoneCode: (viewer, requestId) =>
        db.sqlTransaction(async (tx) => {
          const at = clock.now();
          await sendCode(tx, { viewer, contact: await requireContact(tx, viewer, at), at, requestId });
        }),
      async confirmPhoneCode(viewer, raw, requestId) {
        const typed = parsePhoneCode(raw);
        // What refuses it is written down too, and so thrown after the transaction.
        const refusal = await db.sqlTransaction(async (tx): Promise<Error | null> => {
          const at = clock.now();
          const contact = await requireContact(tx, viewer, at);
          const act = { viewer, contact, at, requestId };
          const { code } = contact;
          const isRight = code !== null && sameBytes(code.codeHash, phoneCodeHash(serverKey, code.id, typed));
          stepOf(contact, isRight ? 'CODE_RIGHT' : 'CODE_WRONG', at);
          requireUnlocked(contact, at);
          if (!code || !isRight) return await refuse(tx, act);
          await accept(tx, act, code.id);
          return null;
        });
        if (refusal) throw refusal;
      },
    },
  };
}
