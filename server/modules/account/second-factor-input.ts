import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import { z } from 'zod';
import { InvalidInputError } from '../../platform/errors.ts';
import { currentPassword } from './own-input.ts';
import { SECOND_FACTOR, SECOND_FACTOR_KINDS, type SecondFactorKind, TOTP } from './second-factor-rules.ts';

// More than any authenticator answers.
const MAX_PASSKEY = 20_000;
const MAX_CODE = 100;
const MAX_NAME = 60;

/** A code as people copy it: case, spaces and dashes do not count. */
const normalCode = (typed: string): string =>
  typed
    .normalize('NFKC')
    .replace(/[\s\p{Pd}\p{Cc}\p{Cf}]+/gu, '')
    .toUpperCase();

// The value of a fault is the i18n key of its words.
const code = z
  .string()
  .max(MAX_CODE, 'secondFactor.input.code')
  .transform(normalCode)
  .pipe(z.string().regex(new RegExp(`^\\d{${TOTP.digits}}$`), 'secondFactor.input.code'));
const recoveryCode = z
  .string()
  .max(MAX_CODE, 'secondFactor.input.recoveryCode')
  .transform(normalCode)
  .pipe(z.string().length(SECOND_FACTOR.recoveryCodeLength, 'secondFactor.input.recoveryCode'));
const name = z
  .string()
  .transform((typed) => typed.replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ').trim())
  .pipe(z.string().min(1, 'secondFactor.input.nameMissing').max(MAX_NAME, 'secondFactor.input.nameTooLong'));

const base64Url = z.string().regex(/^[\w-]+$/);
const credential = {
  id: base64Url,
  rawId: base64Url,
  type: z.literal('public-key'),
  clientExtensionResults: z.object(),
};
const made = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: base64Url,
    attestationObject: base64Url,
    transports: z.array(z.string().max(30)).max(10).optional(),
  }),
});
const used = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: base64Url,
    authenticatorData: base64Url,
    signature: base64Url,
    userHandle: z.string().optional(),
  }),
});

/** What a browser answered, as JSON in a string. */
function passkey<T>(shape: z.ZodType<T>) {
  return z
    .string()
    .max(MAX_PASSKEY, 'secondFactor.input.passkey')
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue({ code: 'custom', message: 'secondFactor.input.passkey' });
        return z.NEVER;
      }
    })
    .pipe(shape);
}

export interface RawStart {
  kind: SecondFactorKind;
  currentPassword: string;
}

export interface RawAdd {
  id: string | null;
  name: string;
  code?: string | null | undefined;
  passkey?: string | null | undefined;
}

export interface RawStep {
  code?: string | null | undefined;
  recoveryCode?: string | null | undefined;
  passkey?: string | null | undefined;
}

export type StepAnswer =
  | { method: 'TOTP'; code: string }
  | { method: 'RECOVERY_CODE'; code: string }
  | { method: 'PASSKEY'; response: AuthenticationResponseJSON };

export type AddAnswer = { name: string } & (
  | { kind: 'TOTP'; code: string }
  | { kind: 'PASSKEY'; response: RegistrationResponseJSON }
);

const start = z.object({ kind: z.enum(SECOND_FACTOR_KINDS), currentPassword });
const again = z.object({ currentPassword });

export const parseStart = (raw: RawStart): RawStart => parsed(start, raw);
export const parsePasswordAgain = (raw: { currentPassword: string }): { currentPassword: string } => parsed(again, raw);

/** What proves a factor that is being set up, by its kind. */
export function parseAdd(kind: SecondFactorKind, raw: RawAdd): AddAnswer {
  if (kind === 'TOTP') {
    return { kind, ...parsed(z.object({ name, code }), { name: raw.name, code: raw.code ?? '' }) };
  }
  const shape = z.object({ name, passkey: passkey(made) });
  const { passkey: response, ...rest } = parsed(shape, { name: raw.name, passkey: raw.passkey ?? '' });
  return { kind, ...rest, response: response as RegistrationResponseJSON };
}

/** Exactly one of the three; the schema sees to that. */
export function parseStep(raw: RawStep): StepAnswer {
  if (typeof raw.passkey === 'string') {
    const { passkey: response } = parsed(z.object({ passkey: passkey(used) }), { passkey: raw.passkey });
    return { method: 'PASSKEY', response: response as AuthenticationResponseJSON };
  }
  if (typeof raw.recoveryCode === 'string') {
    const typed = parsed(z.object({ recoveryCode }), { recoveryCode: raw.recoveryCode });
    return { method: 'RECOVERY_CODE', code: typed.recoveryCode };
  }
  return { method: 'TOTP', ...parsed(z.object({ code }), { code: raw.code ?? '' }) };
}

function parsed<T>(schema: z.ZodType<T>, raw: unknown): T {
  const result = schema.safeParse(raw);
  if (result.success) return result.data;
  // Whatever is amiss inside a browser's answer, there is one thing to do about it.
  throw new InvalidInputError(
    result.error.issues.map(({ path, message }) =>
      path[0] === 'passkey'
        ? { path: 'passkey', key: 'secondFactor.input.passkey' }
        : { path: path.join('.'), key: message },
    ),
  );
}
