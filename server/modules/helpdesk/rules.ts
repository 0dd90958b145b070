import type { AccountState } from '../../platform/db/generated/client.ts';

/** Where somebody stands, from the first step of a registration on. */
export type Standing =
  | 'REGISTRATION_DATA'
  | 'REGISTRATION_REVIEW'
  | 'REGISTRATION_MAIL'
  | 'NO_PASSWORD'
  | 'ACTIVE'
  | 'LOCKED'
  | 'REVOKED'
  | 'DISABLED';

/** Of an account: what keeps its owner out comes first. */
export function standingOf(account: { state: AccountState; hasPassword: boolean; lockedUntil: Date | null }): Standing {
  if (account.state !== 'ACTIVE') return account.state;
  if (account.lockedUntil) return 'LOCKED';
  return account.hasPassword ? 'ACTIVE' : 'NO_PASSWORD';
}

/** «RSS•••••••••••1T»: enough to tell two apart, too little to learn it. */
export function maskFiscalCode(code: string): string {
  return `${code.slice(0, 3)}${'•'.repeat(11)}${code.slice(-2)}`;
}
