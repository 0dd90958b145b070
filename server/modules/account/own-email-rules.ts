const HOUR_MS = 3_600_000;

/** A change of the address that mails go to (SEC-018, ACC-05). */
export const EMAIL_CHANGE = {
  /** How long the mail to the new address can be confirmed. */
  lifeMs: 24 * HOUR_MS,
  /** How long the old address can undo it. */
  undoMs: 72 * HOUR_MS,
  /** A mail goes to an address that nobody has confirmed: so many in an hour, and no more. */
  mostAnHour: 5,
} as const;

export interface EmailChangeTimes {
  createdAt: Date;
  expiresAt: Date;
  endedAt: Date | null;
  confirmedAt: Date | null;
  undoUntil: Date | null;
  undoneAt: Date | null;
}

/** What a link of a mail still opens, and since or until when. */
export interface LinkState {
  state: 'READY' | 'EXPIRED' | 'USED' | 'SUPERSEDED';
  at: Date;
}

/** The link in the mail to the new address. */
export function decideConfirmation({ endedAt, confirmedAt, expiresAt }: EmailChangeTimes, now: Date): LinkState {
  if (confirmedAt) return { state: 'USED', at: confirmedAt };
  if (endedAt) return { state: 'SUPERSEDED', at: endedAt };
  return { state: expiresAt > now ? 'READY' : 'EXPIRED', at: expiresAt };
}

/** The link in the notice to the old address; null while nothing has changed that could be undone. */
export function decideUndoing({ undoneAt, undoUntil }: EmailChangeTimes, now: Date): LinkState | null {
  if (undoneAt) return { state: 'USED', at: undoneAt };
  if (!undoUntil) return null;
  return { state: undoUntil > now ? 'READY' : 'EXPIRED', at: undoUntil };
}

/** «m•••@scuola.example»: enough to know it again, too little to learn it. */
export function maskAddress(address: string): string {
  const at = address.lastIndexOf('@');
  return `${[...address.slice(0, at)][0] ?? ''}•••${address.slice(at)}`;
}
