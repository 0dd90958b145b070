import type { Viewer } from '../../../graphql/context.ts';
import type { PasswordFault } from '../password-rules.ts';
import type { RawAsk, RawCode, RawStart } from '../recovery-input.ts';
import type { RecoveryChannel } from '../recovery-rules.ts';
import type { Recovery } from '../recovery-view.ts';
import type { HeldRecovery, RecoveryOrigin } from './recovery-origin.ts';

/** A password that somebody is typing, and what is known of them. */
export interface RawCheck {
  password: string;
  /** What the page itself knows, of a registration under way for instance. */
  ownWords?: readonly string[] | null | undefined;
  viewer: Viewer | null;
  /** What the cookie of a recovery holds. */
  held: string | null;
}

export interface RecoveryUseCases {
  /** Those that this installation can write to; which of them an account has is told to nobody. */
  listRecoveryChannels(): readonly RecoveryChannel[];
  /** The same for accounts that exist and for those that do not (DEC-04). Throws InvalidInputError, ProofError. */
  startRecovery(raw: RawStart, origin: RecoveryOrigin): Promise<HeldRecovery>;
  /** What the browser that asked may see; null for any other. */
  findRecovery(number: number, held: string | null): Promise<Recovery | null>;
  /** Reading it consumes nothing (DEC-03); null when no request has this link. */
  findRecoveryByLink(link: string, held: string | null): Promise<Recovery | null>;
  /** Throws WrongRecoveryCodeError, RecoveryOverError, OtherBrowserError, InvalidInputError. */
  confirmRecoveryCode(raw: RawCode, origin: RecoveryOrigin): Promise<HeldRecovery>;
  /** Throws RecoveryOverError, UnknownRecoveryLinkError. */
  confirmRecoveryLink(link: string, origin: RecoveryOrigin): Promise<HeldRecovery>;
  /** Ends every sign-in and the lock; signs nobody in (SEC-037). Throws InvalidInputError, NoRecoveryError, BusyError. */
  chooseRecoveredPassword(password: string, origin: RecoveryOrigin): Promise<{ number: number }>;
  /** What would be said of a password, with what is known of whoever asks. */
  checkNewPassword(raw: RawCheck): Promise<PasswordFault[]>;
  /** Always the same answer. Throws InvalidInputError, ProofError. */
  recoverUsername(raw: RawAsk, origin: RecoveryOrigin): Promise<void>;
}
