import type { Clock } from '../../../platform/clock.ts';
import type { Db } from '../../../platform/db/db.ts';
import type { Loc } from '../../../platform/i18n.ts';
import type { Logger } from '../../../platform/logger.ts';
import type { Passwords } from '../../../platform/passwords.ts';
import type { ProofOfWork } from '../../../platform/proof-of-work.ts';
import { keyedHash } from '../../../platform/tokens.ts';
import type { Places } from '../../registry/service.ts';

export interface RegistrationDeps {
  db: Db;
  clock: Clock;
  passwords: Passwords;
  proofOfWork: ProofOfWork;
  places: Places;
  serverKey: Buffer;
  logger: Logger;
}

/** From where somebody registers, as the transport knows it. */
export interface RegistrationOrigin {
  clientAddress: string;
  requestId: string;
  locale: Loc;
  /** What this browser was given when it began; null when nothing. */
  browserToken: string | null;
}

/** The token of a link: derived, so that a mail tried again carries the same one and none rests anywhere (DEC-21). */
export function linkToken(serverKey: Buffer, registrationId: string, number: number): string {
  return keyedHash(serverKey, 'registration link', registrationId, String(number)).toString('base64url');
}

declare module '../../../platform/audit/audit.ts' {
  interface AuditEvents {
    'registration.started': { again: boolean };
    'registration.dataSaved': Record<string, never>;
    'registration.mailAsked': { linkId: string; mailed: boolean };
    'registration.compared': { linkId: string; differing: number };
    'registration.correctionBegun': { linkId: string };
    'registration.completed': { registrationId: string; linkId: string; toVerify: readonly string[] };
  }
}

declare module '../../../platform/jobs/jobs.ts' {
  interface JobPayloads {
    'registration.mailLink': { linkId: string };
    'registration.deleteExpired': Record<string, never>;
  }
}
