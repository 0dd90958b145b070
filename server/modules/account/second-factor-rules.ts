import type { Role } from '../../platform/db/generated/client.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;

export const SECOND_FACTOR = {
  /** Of one account, those that are being set up left out. */
  most: 10,
  /** For scanning the picture or touching the key, from the password on. */
  setupMs: 15 * MINUTE_MS,
  /** For the second step of a sign-in, from the password on. */
  stepMs: 10 * MINUTE_MS,
  /** Wrong answers of one account within 15 minutes, whichever sign-in they belong to: the fifth locks. */
  wrongAnswers: 5,
  recoveryCodes: 10,
  recoveryCodeLength: 10,
  /** What nobody finished is forgotten after this. */
  keptMs: 24 * 60 * MINUTE_MS,
} as const;

/** RFC 6238, as every authenticator app reads it. */
export const TOTP = { digits: 6, periodSeconds: 30, secretBytes: 20, toleratedPeriods: 1 } as const;

/** What the browser holds between the two steps: of this host, unreadable to scripts, no session. */
export const STEP_COOKIE = '__Host-sportello-passo';
export const STEP_COOKIE_SECONDS: number = SECOND_FACTOR.stepMs / SECOND_MS;

export const SECOND_FACTOR_KINDS = ['PASSKEY', 'TOTP'] as const;
export type SecondFactorKind = (typeof SECOND_FACTOR_KINDS)[number];

export const SECOND_STEP_METHODS = [...SECOND_FACTOR_KINDS, 'RECOVERY_CODE'] as const;
export type SecondStepMethod = (typeof SECOND_STEP_METHODS)[number];

/** What the operator decided, and what passkeys are bound to. */
export interface SecondFactorSettings {
  /** Roles that open nothing until their holder has a second factor. */
  roles: readonly Role[];
  /** The name that authenticators show. */
  issuer: string;
  /** The host that passkeys belong to, and the origins on which they are made and used. */
  host: string;
  origins: readonly string[];
}

/** Passkeys belong to the site's host, whichever address a server listens on. */
export function secondFactorSettings(of: {
  secondFactorRoles: readonly Role[];
  siteUrl: string;
  office: { shortName: string };
}): SecondFactorSettings {
  const { hostname, origin } = new URL(of.siteUrl);
  return { roles: of.secondFactorRoles, issuer: of.office.shortName, host: hostname, origins: [origin] };
}

/** The roles that may be used, and those that wait for a second factor. */
export function partRoles<R extends { role: Role }>(
  held: readonly R[],
  hasSecondFactor: boolean,
  required: readonly Role[],
): { usable: R[]; withheld: R[] } {
  const waits = ({ role }: R): boolean => !hasSecondFactor && required.includes(role);
  return { usable: held.filter((grant) => !waits(grant)), withheld: held.filter(waits) };
}
