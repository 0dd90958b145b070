import type { FieldFault } from '../../components/error-summary.tsx';
import { wholeFault } from '../reserved-area/use-form.ts';

interface Refused {
  __typename: string;
  message: string;
  issues?: readonly { path: string; message: string }[];
}

/** Where on the form a refusal belongs: at the password, at another field, or at none. */
export function refusalFaults(refused: Refused, fields: Record<string, string>): FieldFault[] {
  if (refused.issues) return refused.issues.map(({ path, message }) => ({ field: fields[path] ?? null, message }));
  const field = refused.__typename === 'WrongPasswordError' ? fields.currentPassword : fields.proof;
  const atField = refused.__typename === 'WrongPasswordError' || refused.__typename === 'WrongSecondFactorError';
  return atField && field ? [{ field, message: refused.message }] : wholeFault(refused.message);
}
