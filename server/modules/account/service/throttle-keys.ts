import { keyedHash } from '../../../platform/tokens.ts';

/** Under which keys wrong passwords are counted (DEC-07); what was typed rests nowhere. */
export const throttleKeys = {
  identifier: (serverKey: Buffer, identifier: string): Buffer => keyedHash(serverKey, 'sign-in identifier', identifier),
  account: (serverKey: Buffer, accountId: string): Buffer => keyedHash(serverKey, 'sign-in account', accountId),
  /** In place of the account, where there is none. */
  nobody: (serverKey: Buffer, identifier: string): Buffer => keyedHash(serverKey, 'sign-in nobody', identifier),
  /** In place of the identifier and of the account, on a device that its owner has used (SEC-026). */
  deviceIdentifier: (serverKey: Buffer, device: string): Buffer => keyedHash(serverKey, 'device identifier', device),
  deviceAccount: (serverKey: Buffer, device: string): Buffer => keyedHash(serverKey, 'device account', device),
  /** Wrong second factors, apart from the passwords: a right password must not forget them. */
  secondFactor: (serverKey: Buffer, accountId: string): Buffer => keyedHash(serverKey, 'second factor', accountId),
  network: (serverKey: Buffer, network: string): Buffer => keyedHash(serverKey, 'sign-in network', network),
} as const;
