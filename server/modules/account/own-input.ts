import { z } from 'zod';
import { InvalidInputError } from '../../platform/errors.ts';
import { isMailAddress } from '../../platform/mail/message.ts';

// Above any password that can be chosen (DEC-13): a longer one only costs time.
const MAX_PASSWORD = 1_000;

// The value of a fault is the i18n key of its words.
export const currentPassword = z
  .string()
  .min(1, 'own.input.currentMissing')
  .max(MAX_PASSWORD, 'account.input.passwordTooLong');

const emailChange = z.object({
  currentPassword,
  email: z
    .string()
    .transform((typed) => typed.trim())
    .refine(isMailAddress, 'own.input.email'),
});

const passwordChange = z.object({
  currentPassword,
  newPassword: z.string().min(1, 'own.input.newMissing').max(MAX_PASSWORD, 'account.input.passwordTooLong'),
});

export type EmailChangeInput = z.infer<typeof emailChange>;
export type PasswordChangeInput = z.infer<typeof passwordChange>;

export const parseEmailChange = (raw: EmailChangeInput): EmailChangeInput => parsed(emailChange, raw);
export const parsePasswordChange = (raw: PasswordChangeInput): PasswordChangeInput => parsed(passwordChange, raw);

function parsed<T>(schema: z.ZodType<T>, raw: unknown): T {
  const result = schema.safeParse(raw);
  if (result.success) return result.data;
  throw new InvalidInputError(result.error.issues.map(({ path, message }) => ({ path: path.join('.'), key: message })));
}
