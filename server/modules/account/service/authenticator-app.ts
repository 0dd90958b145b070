import { TOTP } from '../second-factor-rules.ts';
import { totpSecret } from '../second-factor-secrets.ts';

export interface AuthenticatorApps {
  /** What goes into the app: typed, or scanned as a picture. */
  enrolment(factorId: string, label: string): Promise<{ secret: string; uri: string }>;
  /** The period whose code this is, one either side of now included; null when it is none of them. */
  periodOf(factorId: string, code: string, now: Date): Promise<number | null>;
}

const SECOND_MS = 1_000;

/** Codes of an app that change every 30 seconds (RFC 6238). The library is loaded when somebody first needs it. */
export function createAuthenticatorApps(serverKey: Buffer, issuer: string): AuthenticatorApps {
  async function open(factorId: string, label: string) {
    const library = await import('otpauth');
    const bytes = new Uint8Array(totpSecret(serverKey, factorId));
    const secret = new library.Secret({ buffer: bytes.buffer });
    const { digits, periodSeconds: period } = TOTP;
    return new library.TOTP({ issuer, label, secret, digits, period });
  }
  return {
    async enrolment(factorId, label) {
      const totp = await open(factorId, label);
      return { secret: totp.secret.base32, uri: totp.toString() };
    },
    async periodOf(factorId, token, now) {
      const totp = await open(factorId, '');
      const timestamp = now.getTime();
      const delta = totp.validate({ token, timestamp, window: TOTP.toleratedPeriods });
      return delta === null ? null : Math.floor(timestamp / SECOND_MS / TOTP.periodSeconds) + delta;
    },
  };
}
