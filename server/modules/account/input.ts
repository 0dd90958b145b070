import { z } from 'zod';
import { InvalidInputError } from '../../platform/errors.ts';

const MAX_IDENTIFIER = 100;
// Above any password that can be chosen (DEC-13): a longer one only costs time.
const MAX_PASSWORD = 1_000;

export interface SignInInput {
  /** As counted and looked up: without spaces, in lower case. */
  identifier: string;
  password: string;
  remember: boolean;
}

/** Variants of one identifier share one counter (SEC-024); what cannot be seen does not tell them apart. */
export function normalIdentifier(typed: string): string {
  return typed
    .normalize('NFKC')
    .replace(/[\s\p{Cc}\p{Cf}]+/gu, '')
    .toLowerCase();
}

// The value of a fault is the i18n key of its words.
const signIn = z.object({
  identifier: z
    .string()
    .max(MAX_IDENTIFIER, 'account.input.identifierTooLong')
    .transform(normalIdentifier)
    .pipe(z.string().min(1, 'account.input.identifierMissing')),
  password: z.string().min(1, 'account.input.passwordMissing').max(MAX_PASSWORD, 'account.input.passwordTooLong'),
  remember: z.boolean(),
});

export function parseSignIn(raw: {
  identifier: string;
  password: string;
  remember?: boolean | null | undefined;
}): SignInInput {
  const parsed = signIn.safeParse({ ...raw, remember: raw.remember ?? false });
  if (parsed.success) return parsed.data;
  throw new InvalidInputError(parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), key: message })));
}
