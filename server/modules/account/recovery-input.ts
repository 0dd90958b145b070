import { z } from 'zod';
import { InvalidInputError } from '../../platform/errors.ts';
import { normalIdentifier } from './input.ts';
import { RECOVERY, type RecoveryChannel } from './recovery-rules.ts';

const MAX_IDENTIFIER = 100;
const MAX_ADDRESS = 254;
// Above any password that can be chosen: its length is judged with the other rules.
const MAX_PASSWORD = 1_000;
const MAX_NUMBER = 2_147_483_647;

export interface RawAsk {
  identifier: string;
  securityCheck: string;
}

export interface RawStart extends RawAsk {
  channel?: RecoveryChannel | null | undefined;
}

export interface RawCode {
  number: number;
  code: string;
}

// The value of a fault is the i18n key of its words.
const start = z.object({
  identifier: z
    .string()
    .max(MAX_IDENTIFIER, 'account.input.identifierTooLong')
    .transform(normalIdentifier)
    .pipe(z.string().min(1, 'account.input.identifierMissing')),
});
const owner = z.object({
  identifier: z
    .string()
    .max(MAX_ADDRESS, 'recovery.input.ownerTooLong')
    .transform(normalIdentifier)
    .pipe(z.string().min(1, 'recovery.input.ownerMissing')),
});
const code = z.object({
  number: z.int().positive('recovery.input.number').max(MAX_NUMBER, 'recovery.input.number'),
  code: z
    .string()
    .max(100, 'recovery.input.code')
    .transform(normalCode)
    .pipe(z.string().length(RECOVERY.codeLength, 'recovery.input.code')),
});
const password = z.object({ password: z.string().max(MAX_PASSWORD, 'account.input.passwordTooLong') });

/** A code as people copy it: case, spaces and dashes do not count. */
export function normalCode(typed: string): string {
  return typed
    .normalize('NFKC')
    .replace(/[\s\p{Pd}\p{Cc}\p{Cf}]+/gu, '')
    .toUpperCase();
}

function parse<T>(schema: z.ZodType<T>, raw: unknown): T {
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  throw new InvalidInputError(parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), key: message })));
}

export const parseStart = (raw: RawStart): { identifier: string } => parse(start, raw);
/** A codice fiscale or an e-mail address, in lower case. */
export const parseOwner = (raw: RawAsk): { identifier: string } => parse(owner, raw);
export const parseCode = (raw: RawCode): { number: number; code: string } => parse(code, raw);
export const parsePassword = (raw: string): string => parse(password, { password: raw }).password;
