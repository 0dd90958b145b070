import { z } from 'zod';
import { type InputIssue, InvalidInputError } from '../../platform/errors.ts';
import { isMailAddress } from '../../platform/mail/message.ts';
import { TERMS_VERSION } from '../account/service.ts';
import { type FiscalCodeFault, fieldsAgainst, isDay, type Places, readFiscalCode } from '../registry/service.ts';
import type { Declared } from './rules.ts';

const MAX_CODE = 40;
const MAX_NAME = 80;
const FIRST_YEAR = '1900';

export interface RawStart {
  fiscalCode: string;
  termsVersion: string;
  proof: string;
}

export interface RawData {
  firstName: string;
  lastName: string;
  bornOn: string;
  birthplaceCode: string;
  sex: 'F' | 'M';
  email: string;
  emailAgain: string;
  consent: boolean;
  termsVersion: string;
}

export interface RegistrationData extends Declared {
  email: string;
}

const FAULTS: Record<FiscalCodeFault, string> = {
  LENGTH: 'registration.input.fiscalCodeLength',
  FORM: 'registration.input.fiscalCodeForm',
  DATE: 'registration.input.fiscalCodeForm',
  CHECK: 'registration.input.fiscalCodeCheck',
};

/** The codice fiscale, in capitals. */
export function parseStart({ fiscalCode, termsVersion }: RawStart): string {
  const read = readFiscalCode(fiscalCode.slice(0, MAX_CODE));
  const issues: InputIssue[] = [];
  if (read.fault) {
    const isEmpty = fiscalCode.trim() === '';
    issues.push({ path: 'fiscalCode', key: isEmpty ? 'registration.input.fiscalCodeMissing' : FAULTS[read.fault] });
  }
  issues.push(...termsIssues(termsVersion));
  if (!read.code || issues.length > 0) throw new InvalidInputError(issues);
  return read.code;
}

function termsIssues(version: string): InputIssue[] {
  return version === TERMS_VERSION ? [] : [{ path: 'termsVersion', key: 'registration.input.termsChanged' }];
}

// Names as the registers hold them: Latin letters, with what stands between them.
const NAME = /^[\p{Script=Latin}\p{M}]([\p{Script=Latin}\p{M}'. -]*[\p{Script=Latin}\p{M}.'])?$/u;

const name = (missing: string) =>
  z
    .string()
    .transform((text) =>
      text
        .normalize('NFC')
        .replace(/[’‘`´]/g, "'")
        .replace(/\s+/g, ' ')
        .trim(),
    )
    .pipe(
      z
        .string()
        .min(1, missing)
        .max(MAX_NAME, 'registration.input.nameTooLong')
        .refine((text) => text === '' || NAME.test(text), 'registration.input.nameLetters'),
    );
const address = z.string().transform((text) => text.trim());

// The value of a fault is the i18n key of its words.
const data = z.object({
  firstName: name('registration.input.firstNameMissing'),
  lastName: name('registration.input.lastNameMissing'),
  bornOn: z.string().refine(isDay, 'registration.input.bornOn'),
  birthplaceCode: z
    .string()
    .transform((text) => text.trim().toUpperCase())
    .refine((code) => /^[A-Z]\d{3}$/.test(code), 'registration.input.birthplaceMissing'),
  sex: z.enum(['F', 'M']),
  email: address.refine((text) => isMailAddress(text) && /\.[a-z]{2,}$/i.test(text), 'registration.input.email'),
  emailAgain: address,
  consent: z.boolean().refine((given) => given, 'registration.input.consent'),
});

/** What was typed, whole and in agreement with the codice fiscale; every fault at once, in the order of the form. */
export async function parseData(
  raw: RawData,
  { fiscalCode, today, places }: { fiscalCode: string; today: string; places: Pick<Places, 'find'> },
): Promise<RegistrationData> {
  const parsed = data.safeParse(raw);
  const issues: InputIssue[] = (parsed.error?.issues ?? []).map(({ path, message }) => ({
    path: path.join('.'),
    key: message,
  }));
  const wrong = new Set(issues.map(({ path }) => path));
  const report = (path: keyof RawData, key: string, params?: InputIssue['params']): void => {
    if (wrong.has(path)) return;
    wrong.add(path);
    issues.push({ path, key, ...(params ? { params } : {}) });
  };

  const { emailAgain, ...typed } = { ...raw, ...parsed.data };
  if (typed.bornOn > today) report('bornOn', 'registration.input.bornLater');
  if (typed.bornOn < FIRST_YEAR) report('bornOn', 'registration.input.bornOn');
  if (!wrong.has('bornOn') && !wrong.has('birthplaceCode') && !(await places.find(typed.birthplaceCode, typed.bornOn)))
    report('birthplaceCode', 'registration.input.birthplaceThen');
  if (emailAgain.trim().toLowerCase() !== typed.email.trim().toLowerCase())
    report('emailAgain', 'registration.input.emailAgain');
  for (const issue of termsIssues(raw.termsVersion)) report('consent', issue.key);
  for (const field of wrong.has('bornOn') ? [] : fieldsAgainst(fiscalCode, typed))
    report(field, `registration.mismatch.${field}`, { code: fiscalCode });

  if (!parsed.success || issues.length > 0) throw new InvalidInputError(inOrder(issues));
  const { consent: _given, emailAgain: _again, ...kept } = parsed.data;
  return kept;
}

const ORDER: readonly string[] = [
  ...['firstName', 'lastName', 'bornOn', 'birthplaceCode', 'sex', 'email', 'emailAgain', 'consent'],
];

function inOrder(issues: readonly InputIssue[]): InputIssue[] {
  return [...issues].sort((a, b) => ORDER.indexOf(a.path) - ORDER.indexOf(b.path));
}

/** One mailbox however it is written, for the limits: the part before the @ is some other person's only in theory. */
export function mailboxOf(email: string): string {
  return email.toLowerCase();
}
