import { createHash } from 'node:crypto';
import { ADVISORY_SPACES } from '../../platform/db/advisory-locks.ts';
import { type SqlRunner, sql } from '../../platform/db/db.ts';
import type { SmsState } from '../../platform/db/generated/client.ts';
import type { Loc } from '../../platform/i18n.ts';
import type { ContactsInput, Domicile } from './contact-input.ts';
import type { AskedCode, WrongCodes } from './contact-rules.ts';

/** A code that still opens something, and how its SMS fared. */
export interface OpenCode {
  id: string;
  codeHash: Buffer;
  createdAt: Date;
  expiresAt: Date;
  smsState: SmsState;
  smsAt: Date | null;
}

export interface Contact extends WrongCodes {
  phone: string | null;
  mobile: string | null;
  mobileValidatedAt: Date | null;
  smsConsent: boolean;
  domicile: Domicile | null;
  code: OpenCode | null;
}

/** Of the owner of a contact whose row is held. */
export interface HeldContact extends Contact {
  locale: Loc;
  email: string | null;
}

interface ContactRow extends Omit<Domicile, 'street'>, WrongCodes {
  phone: string | null;
  mobile: string | null;
  mobileValidatedAt: Date | null;
  smsConsent: boolean;
  street: string | null;
  codeId: string | null;
  codeHash: Buffer;
  codeCreatedAt: Date;
  codeExpiresAt: Date;
  smsState: SmsState;
  smsAt: Date | null;
}

const NONE: Contact = {
  ...{ phone: null, mobile: null, mobileValidatedAt: null, smsConsent: false, domicile: null, code: null },
  ...{ wrongCodes: 0, codesLockedUntil: null },
};

/** What is known of an account; nothing when it never said anything. */
export async function findContact(db: SqlRunner, accountId: string): Promise<Contact> {
  const [row] = await db.query<ContactRow>(sql`
    select c.phone, c.mobile, c.mobile_validated_at as "mobileValidatedAt", c.sms_consent as "smsConsent",
      c.wrong_codes as "wrongCodes", c.codes_locked_until as "codesLockedUntil", c.country_code as "countryCode",
      c.municipality_code as "municipalityCode", c.town, c.street, c.postal_code as "postalCode",
      p.id as "codeId", p.code_hash as "codeHash", p.created_at as "codeCreatedAt", p.expires_at as "codeExpiresAt",
      s.state as "smsState", s.settled_at as "smsAt"
    from account_contact c
    left join phone_code p on p.account_id = c.account_id and p.ended_at is null and p.used_at is null
    left join sms s on s.id = p.sms_id
    where c.account_id = ${accountId}::uuid`);
  return row ? contactOf(row) : NONE;
}

function contactOf(row: ContactRow): Contact {
  const { phone, mobile, mobileValidatedAt, smsConsent, wrongCodes, codesLockedUntil } = row;
  const { countryCode, municipalityCode, town, street, postalCode } = row;
  const { codeId: id, codeHash, codeCreatedAt: createdAt, codeExpiresAt: expiresAt, smsState, smsAt } = row;
  return {
    ...{ phone, mobile, mobileValidatedAt, smsConsent, wrongCodes, codesLockedUntil },
    domicile: street === null ? null : { countryCode, municipalityCode, town, street, postalCode },
    code: id === null ? null : { id, codeHash, createdAt, expiresAt, smsState, smsAt },
  };
}

/** The contact of an account, its row held, made where missing; null when the account was disabled. */
export async function lockContact(tx: SqlRunner, accountId: string, at: Date): Promise<HeldContact | null> {
  const [row] = await tx.query<{ locale: Loc; email: string | null }>(sql`
    with own as (
      insert into account_contact as c (account_id, updated_at)
      select id, ${at} from account where id = ${accountId}::uuid and state = 'ACTIVE'
      on conflict (account_id) do update set updated_at = c.updated_at
      returning account_id
    )
    select a.locale, a.email from own join account a on a.id = own.account_id`);
  return row ? { ...row, ...(await findContact(tx, accountId)) } : null;
}

export interface NewContact extends ContactsInput {
  mobileValidatedAt: Date | null;
  at: Date;
}

export async function updateContact(tx: SqlRunner, accountId: string, contact: NewContact): Promise<void> {
  const { phone, mobile, smsConsent, mobileValidatedAt, domicile, at } = contact;
  await tx.query(sql`
    update account_contact set phone = ${phone}, mobile = ${mobile}, sms_consent = ${smsConsent},
      mobile_validated_at = ${mobileValidatedAt}, country_code = ${domicile?.countryCode ?? null},
      municipality_code = ${domicile?.municipalityCode ?? null}, town = ${domicile?.town ?? null},
      street = ${domicile?.street ?? null}, postal_code = ${domicile?.postalCode ?? null}, updated_at = ${at}
    where account_id = ${accountId}::uuid`);
}

export async function setWrongCodes(tx: SqlRunner, accountId: string, counted: WrongCodes): Promise<void> {
  await tx.query(sql`
    update account_contact set wrong_codes = ${counted.wrongCodes}, codes_locked_until = ${counted.codesLockedUntil}
    where account_id = ${accountId}::uuid`);
}

export async function setValidated(tx: SqlRunner, accountId: string, at: Date): Promise<void> {
  await tx.query(sql`
    update account_contact set mobile_validated_at = ${at}, wrong_codes = 0, codes_locked_until = null, updated_at = ${at}
    where account_id = ${accountId}::uuid`);
}

export interface NewPhoneCode {
  id: string;
  accountId: string;
  mobile: string;
  codeHash: Buffer;
  smsId: string;
  at: Date;
  expiresAt: Date;
}

export async function insertPhoneCode(tx: SqlRunner, code: NewPhoneCode): Promise<void> {
  await tx.query(sql`
    insert into phone_code (id, account_id, mobile, code_hash, sms_id, created_at, expires_at)
    values (${code.id}::uuid, ${code.accountId}::uuid, ${code.mobile}, ${code.codeHash}, ${code.smsId}::uuid, ${code.at},
      ${code.expiresAt})`);
}

export async function endOpenCode(tx: SqlRunner, accountId: string, at: Date): Promise<void> {
  await tx.query(sql`
    update phone_code set ended_at = ${at}
    where account_id = ${accountId}::uuid and ended_at is null and used_at is null`);
}

/** Once: of those who come with the same code one takes it. */
export async function takeCode(tx: SqlRunner, id: string, at: Date): Promise<boolean> {
  const rows = await tx.query(sql`
    update phone_code set used_at = ${at}
    where id = ${id}::uuid and used_at is null and ended_at is null and expires_at > ${at} returning id`);
  return rows.length > 0;
}

/** The codes of an account since an instant, the first one first. */
export async function listAskedCodes(db: SqlRunner, accountId: string, since: Date): Promise<AskedCode[]> {
  return await db.query<AskedCode>(sql`
    select p.created_at as "createdAt", s.state = 'REFUSED' as lost
    from phone_code p join sms s on s.id = p.sms_id
    where p.account_id = ${accountId}::uuid and p.created_at > ${since} order by p.created_at, p.id`);
}

/** Those who ask for SMS to one number pass in turn, so that each counts those before it. */
export async function lockNumber(tx: SqlRunner, recipient: string): Promise<void> {
  const hash = createHash('sha256').update(recipient).digest().readInt32BE(0);
  await tx.query(sql`select pg_advisory_xact_lock(${ADVISORY_SPACES.smsNumbers}, ${hash}::int)::text`);
}

/** The validated mobile number that an account can be reached at; null when there is none. */
export async function findValidatedMobile(db: SqlRunner, accountId: string): Promise<string | null> {
  const [row] = await db.query<{ mobile: string }>(sql`
    select mobile from account_contact where account_id = ${accountId}::uuid and mobile_validated_at is not null`);
  return row?.mobile ?? null;
}
