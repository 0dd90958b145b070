const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Password recovery (CHK-42, CHK-43, DEC-02). */
export const RECOVERY = {
  /** The link and the code, from the request. */
  validMs: 30 * MINUTE_MS,
  /** For choosing the password once the link or the code was taken. */
  grantMs: 15 * MINUTE_MS,
  codeLength: 10,
  /** The last code that is looked at; the database knows the number too. */
  mostCodes: 5,
  /** Rows are forgotten after this; a link is told apart until then. */
  keptMs: 30 * 24 * HOUR_MS,
} as const;

/** What is asked beyond these is answered alike and sent to nobody (SEC-015). */
export const RECOVERY_LIMITS = { windowMs: HOUR_MS, mailsAnAddress: 5, smsANumber: 5, requestsANetwork: 60 } as const;

/** What the browser holds that asked, later what it may choose the password with: of this host, unreadable to scripts. */
export const RECOVERY_COOKIE = '__Host-sportello-recupero';
export const RECOVERY_COOKIE_SECONDS: number = (RECOVERY.validMs + RECOVERY.grantMs) / 1_000;

/** Contacts to which a recovery may go (ACC-06), by kind: which of them an account has is told to nobody. */
export const RECOVERY_CHANNELS = ['MAIN_EMAIL', 'INSTITUTIONAL_EMAIL', 'SMS'] as const;
export type RecoveryChannel = (typeof RECOVERY_CHANNELS)[number];

export type RecoveryState = 'OPEN' | 'CONFIRMED' | 'USED' | 'EXPIRED' | 'SUPERSEDED' | 'DEAD';

/** One request as its rows tell it. */
export interface RecoveryFacts {
  number: number;
  expiresAt: Date;
  attempts: number;
  confirmedAt: Date | null;
  grantUntil: Date | null;
  completedAt: Date | null;
  /** The newest later request of the same owner that was answered with a mail. */
  newerNumber: number | null;
  /** Whether who looks holds what the confirmation gave. */
  holdsGrant: boolean;
}

/** The whole truth, for who has shown the link, the right code or the grant, and so reads the owner's mail. */
export function decideState(facts: RecoveryFacts, now: Date): RecoveryState {
  const { confirmedAt, completedAt, grantUntil, holdsGrant } = facts;
  if (completedAt) return 'USED';
  if (facts.newerNumber !== null) return 'SUPERSEDED';
  if (confirmedAt) return holdsGrant && grantUntil && grantUntil > now ? 'CONFIRMED' : 'USED';
  if (facts.attempts >= RECOVERY.mostCodes) return 'DEAD';
  return facts.expiresAt <= now ? 'EXPIRED' : 'OPEN';
}

/**
 * What the browser that asked may know. Anybody may ask for anybody's name, so nothing of what the owner does with the
 * mail is told: it would say that there is an owner (DEC-04).
 */
export function decideSeenState(facts: RecoveryFacts, now: Date): RecoveryState {
  if (facts.holdsGrant) return decideState(facts, now);
  if (facts.attempts >= RECOVERY.mostCodes) return 'DEAD';
  return facts.expiresAt <= now ? 'EXPIRED' : 'OPEN';
}

/** When it came to its end; null while it has not. */
export function endedAt(state: RecoveryState, facts: RecoveryFacts): Date | null {
  if (state === 'USED') return facts.completedAt ?? facts.confirmedAt;
  return state === 'EXPIRED' ? facts.expiresAt : null;
}
