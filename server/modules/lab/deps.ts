import type { AuditEntry } from '../../platform/audit/audit.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/db/db.ts';
import type { Logger } from '../../platform/logger.ts';
import type { Bus } from '../../platform/pubsub/bus.ts';
import type { lockPeople, lockSessions } from './claim-store.ts';

export interface LabDeps {
  db: Db;
  clock: Clock;
  bus: Bus;
  logger: Logger;
  /** Tests switch the locks off to show that the race tests would notice (SEC-118). */
  locks?: { lockPeople: typeof lockPeople; lockSessions: typeof lockSessions };
}

declare module '../../platform/pubsub/bus.ts' {
  interface Topics {
    'lab.seatsChanged': { sessionIds: string[] };
    'lab.bookingsChanged': { accountIds: string[] };
  }
}

declare module '../../platform/audit/audit.ts' {
  interface AuditEvents {
    'lab.seatBooked': { sessionId: string };
    'lab.bookingCancelled': { sessionId: string };
    'lab.bookingChanged': { from: string; to: string; releasedBookingId: string };
    'lab.seatOffered': { sessionId: string; accountId: string };
    'lab.campaignSaved': { version: number };
    'lab.campaignMoved': { from: string; to: string };
  }
}

export type LabAudit = Extract<AuditEntry, { event: `lab.${string}` }>;
