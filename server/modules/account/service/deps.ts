import type { Viewer } from '../../../graphql/context.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { Db } from '../../../platform/db/db.ts';
import type { Logger } from '../../../platform/logger.ts';
import type { Passwords } from '../../../platform/passwords.ts';
import type { ProofOfWork } from '../../../platform/proof-of-work.ts';
import type { Bus } from '../../../platform/pubsub/bus.ts';
import type { Places } from '../../registry/service.ts';
import type { SecondFactorSettings, SecondStepMethod } from '../second-factor-rules.ts';

export interface AccountDeps {
  db: Db;
  clock: Clock;
  bus: Bus;
  passwords: Passwords;
  proofOfWork: ProofOfWork;
  places: Pick<Places, 'find' | 'list'>;
  /** Whether SMS go anywhere on this installation (POL-703). */
  smsAvailable: boolean;
  serverKey: Buffer;
  secondFactor: SecondFactorSettings;
  logger: Logger;
}

/** From where somebody signs in, as the transport knows it. */
export interface SignInOrigin {
  clientAddress: string;
  userAgent: string | null;
  requestId: string;
  /** Signed in already on this device: that session ends (SEC-045). */
  viewer: Viewer | null;
}

export interface RawSignIn {
  identifier: string;
  password: string;
  remember?: boolean | null | undefined;
  /** What the cookie of the device holds (SEC-026). */
  device?: string | null;
}

export interface SignedIn {
  /** For the cookie alone; its hash rests in the database. */
  token: string;
  viewer: Viewer;
  /** null: the cookie ends with the browser. */
  maxAgeSeconds: number | null;
}

declare module '../../../platform/pubsub/bus.ts' {
  interface Topics {
    /** These sign-ins or access tokens are over: their sockets and streams end at once. */
    'account.sessionEnded': { loginSessionIds: string[] };
    /** The roles, the state or the language of these accounts changed. */
    'account.changed': { accountIds: string[] };
  }
}

declare module '../../../platform/audit/audit.ts' {
  interface AuditEvents {
    'account.signedIn': { loginSessionId: string; remembered: boolean; secondFactor: SecondStepMethod | null };
    /** Of nobody's identifier the subject is null; what was typed is never kept. */
    'account.signInFailed': { reason: 'UNKNOWN' | 'PASSWORD' | 'DISABLED' | 'LOCKED' | 'REVOKED' };
    'account.locked': { until: string };
    'account.signedOut': { loginSessionId: string };
    'account.accessTokenMade': { accessTokenId: string; scopes: string[]; expiresAt: string };
    'account.accessTokenRevoked': { accessTokenId: string };
    'account.disabled': { sessionsEnded: number };
  }
}
