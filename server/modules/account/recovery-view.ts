import type { RecoveryState } from './recovery-rules.ts';
import { decideSeenState, decideState, endedAt, RECOVERY } from './recovery-rules.ts';
import type { RecoveryRecord } from './recovery-store.ts';

/** A request as a page shows it. */
export interface Recovery {
  number: number;
  state: RecoveryState;
  expiresAt: Date;
  attemptsLeft: number;
  /** Until when this browser may choose the password; null unless the state is CONFIRMED. */
  grantUntil: Date | null;
  /** When it was used or expired; null otherwise. */
  endedAt: Date | null;
  newerNumber: number | null;
}

/** To whoever has shown that the owner's mail is theirs to read. */
export function toldToOwner(record: RecoveryRecord, now: Date): Recovery {
  return shown(record, decideState(record, now));
}

export function toldToAsker(record: RecoveryRecord, now: Date): Recovery {
  return shown(record, decideSeenState(record, now));
}

function shown(record: RecoveryRecord, state: RecoveryState): Recovery {
  return {
    number: record.number,
    state,
    expiresAt: record.expiresAt,
    attemptsLeft: RECOVERY.mostCodes - record.attempts,
    grantUntil: state === 'CONFIRMED' ? record.grantUntil : null,
    endedAt: endedAt(state, record),
    newerNumber: state === 'SUPERSEDED' ? record.newerNumber : null,
  };
}
