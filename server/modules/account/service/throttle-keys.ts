import { keyedHash } from '../../../platform/tokens.ts';

/** Under which keys wrong passwords are counted (DEC-07); what was typed rests nowhere. */
export const throttleKeys = {
  identifier: (serverKey: Buffer, identifier: string): Buffer => keyedHash(serverKey, 'sign-in identifier', identifier),
  account: (serverKey: Buffer, accountId: string): Buffer => keyedHash(serverKey, 'sign-in account', accountId),
  /** In place of the account, where there is none. */
  nobody: (serverKey: Buffer, identifier: string): Buffer => keyedHash(serverKey, 'sign-in nobody', identifier),
  /** Wrong second factors, apart from the passwords: a right password must not forget them. */
  secondFactor: (serverKey: Buffer, accountId: string): Buffer => keyedHash(serverKey, 'second factor', accountId),
  network: (serverKey: Buffer, network: string): Buffer => keyedHash(serverKey, 'sign-in network', network),
} as const;
