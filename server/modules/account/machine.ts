// The life of an account, of its password and of its lock, as tables: what is not in them does not happen. SQL takes its
// guards from here, so that two acts at once are judged by the database and by one rule (docs/account-states.md).

/** From each state, where each event leads. */
export type Machine<State extends string, Event extends string> = Record<State, Partial<Record<Event, State>>>;

export const ACCOUNT_STATES = ['NONE', 'ACTIVE', 'REVOKED', 'DISABLED'] as const;
export type AccountLife = (typeof ACCOUNT_STATES)[number];
export const ACCOUNT_EVENTS = ['OPEN', 'REVOKE', 'REACTIVATE', 'DISABLE'] as const;
export type AccountEvent = (typeof ACCOUNT_EVENTS)[number];

/** T2 and T3 with DEC-05: the link and the chosen password open it. T16 revokes; T17 and T18 reactivate. */
export const accountMachine: Machine<AccountLife, AccountEvent> = {
  NONE: { OPEN: 'ACTIVE' },
  ACTIVE: { REVOKE: 'REVOKED', DISABLE: 'DISABLED' },
  REVOKED: { REACTIVATE: 'ACTIVE', DISABLE: 'DISABLED' },
  DISABLED: {},
};

export const PASSWORD_STATES = ['NONE', 'TEMPORARY', 'VALID', 'EXPIRED'] as const;
export type PasswordState = (typeof PASSWORD_STATES)[number];
export const PASSWORD_EVENTS = ['RECOVER', 'CHANGE', 'ISSUE_TEMPORARY', 'EXPIRE'] as const;
export type PasswordEvent = (typeof PASSWORD_EVENTS)[number];

/** T13 to T15 with DEC-02: nobody but the person chooses a password; an issued one must be changed before anything else. */
export const passwordMachine: Machine<PasswordState, PasswordEvent> = {
  NONE: { RECOVER: 'VALID', ISSUE_TEMPORARY: 'TEMPORARY' },
  TEMPORARY: { RECOVER: 'VALID', CHANGE: 'VALID', ISSUE_TEMPORARY: 'TEMPORARY' },
  VALID: { RECOVER: 'VALID', CHANGE: 'VALID', ISSUE_TEMPORARY: 'TEMPORARY', EXPIRE: 'EXPIRED' },
  EXPIRED: { RECOVER: 'VALID', CHANGE: 'VALID', ISSUE_TEMPORARY: 'TEMPORARY' },
};

export const LOCK_STATES = ['OPEN', 'LOCKED'] as const;
export type LockState = (typeof LOCK_STATES)[number];
export const LOCK_EVENTS = ['SIXTH_WRONG', 'TIME_OVER', 'RECOVER'] as const;
export type LockEvent = (typeof LOCK_EVENTS)[number];

/** T11 and T12 with DEC-07: time opens it again, and so does a completed recovery. */
export const lockMachine: Machine<LockState, LockEvent> = {
  OPEN: { SIXTH_WRONG: 'LOCKED', RECOVER: 'OPEN' },
  LOCKED: { TIME_OVER: 'OPEN', RECOVER: 'OPEN' },
};

/** The states in which an event may happen, for the guard of the statement that does it. */
export function statesBefore<State extends string, Event extends string>(
  machine: Machine<State, Event>,
  event: Event,
): State[] {
  return (Object.keys(machine) as State[]).filter((state) => machine[state][event] !== undefined);
}

export interface PasswordFacts {
  hasPassword: boolean;
  passwordMustChange: boolean;
  passwordExpiresAt: Date | null;
}

/** What the columns of an account say of its password at an instant. */
export function passwordStateOf(facts: PasswordFacts, now: Date): PasswordState {
  if (facts.passwordMustChange) return 'TEMPORARY';
  if (!facts.hasPassword) return 'NONE';
  return facts.passwordExpiresAt !== null && facts.passwordExpiresAt <= now ? 'EXPIRED' : 'VALID';
}

/** The table as a picture, for the documentation. */
export function drawMachine<State extends string, Event extends string>(machine: Machine<State, Event>): string {
  const lines = (Object.keys(machine) as State[]).flatMap((from) =>
    (Object.entries(machine[from]) as [Event, State][]).map(([event, to]) => `  ${from} --> ${to}: ${event}`),
  );
  return ['```mermaid', 'stateDiagram-v2', ...lines, '```'].join('\n');
}
