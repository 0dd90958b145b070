import type { Viewer } from '../../../graphql/context.ts';
import type { RawAdd, RawStart } from '../second-factor-input.ts';
import type { SecondFactorKind } from '../second-factor-rules.ts';
import type { SecondFactorRow } from '../second-factor-store.ts';
import type { SignInOrigin } from './deps.ts';
import type { Rotated } from './session-rotation.ts';

export interface OwnSecondFactors {
  /** The oldest first. */
  factors: SecondFactorRow[];
  recoveryCodesLeft: number;
  /** A role of the viewer opens nothing without one. */
  required: boolean;
}

export interface SecondFactorSetup {
  id: string;
  kind: SecondFactorKind;
  /** Of an authenticator app: the key to type, and the address inside the picture to scan. */
  app: { secret: string; uri: string } | null;
  /** Of a passkey: what the browser needs to make it. */
  passkeyOptions: string | null;
  expiresAt: Date;
}

export interface SecondFactorAdded {
  id: string;
  /** With the first factor; shown now and never again. */
  recoveryCodes: string[] | null;
  /** Sign-ins on other devices that are over. */
  sessionsEnded: number;
  /** Of this device's new sign-in; null: the one of before goes on. */
  cookie: Rotated | null;
}

/** Each that asks for the password throws WrongPasswordError, LockedError, BusyError and InvalidInputError too. */
export interface SecondFactorUseCases {
  readSecondFactors(viewer: Viewer): Promise<OwnSecondFactors>;
  /** Takes the place of one that was begun and not finished. Throws TooManySecondFactorsError. */
  startSecondFactor(viewer: Viewer, raw: RawStart, origin: SignInOrigin): Promise<SecondFactorSetup>;
  /** Throws SecondFactorSetupOverError, WrongSecondFactorError, TooManySecondFactorsError, InvalidInputError. */
  addSecondFactor(viewer: Viewer, raw: RawAdd, origin: SignInOrigin): Promise<SecondFactorAdded>;
  /** Throws SecondFactorNotFoundError. */
  removeSecondFactor(
    viewer: Viewer,
    raw: { id: string | null; currentPassword: string },
    origin: SignInOrigin,
  ): Promise<{ left: number; sessionsEnded: number }>;
  /** The codes of before open nothing any more. Throws SecondFactorNotFoundError. */
  renewRecoveryCodes(viewer: Viewer, raw: { currentPassword: string }, origin: SignInOrigin): Promise<string[]>;
}

declare module '../../../platform/audit/audit.ts' {
  interface AuditEvents {
    'account.secondFactorAdded': {
      loginSessionId: string;
      secondFactorId: string;
      kind: SecondFactorKind;
      sessionsEnded: number;
    };
    'account.secondFactorRemoved': {
      loginSessionId: string;
      secondFactorId: string;
      kind: SecondFactorKind;
      left: number;
      sessionsEnded: number;
    };
    'account.recoveryCodesRenewed': { loginSessionId: string };
  }
}
