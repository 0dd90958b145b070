/** How a try to send ended; `error` names the fault without personal data, for the row and the helpdesk. */
export type MailOutcome =
  | { kind: 'sent' }
  /** The recipient's server said no for good: unknown address, full mailbox. */
  | { kind: 'refused'; error: string }
  /** This mail was put off, by greylisting for instance; others may pass. */
  | { kind: 'deferred'; error: string }
  /** No mail passes now: the fault is between us and our own mail server. */
  | { kind: 'unreachable'; error: string };

interface SmtpFault {
  code?: unknown;
  responseCode?: unknown;
  command?: unknown;
  response?: unknown;
}

/** Only an answer about the recipient or the message itself speaks of this mail; anything else of the server. */
export function outcomeOfError(fault: unknown): Exclude<MailOutcome, { kind: 'sent' }> {
  const { code, responseCode, command, response } = (fault ?? {}) as SmtpFault;
  if (typeof responseCode !== 'number') return { kind: 'unreachable', error: `connection ${word(code)}` };
  const error = `smtp ${responseCode}${enhancedStatus(response)}`;
  const ofThisMail = command === 'RCPT TO' || command === 'DATA';
  if (!ofThisMail || responseCode === 421) return { kind: 'unreachable', error: `${error} ${word(command)}` };
  return { kind: responseCode >= 500 ? 'refused' : 'deferred', error };
}

// Never the response itself: it repeats the address.
function enhancedStatus(response: unknown): string {
  const status = typeof response === 'string' ? /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(response)?.[1] : undefined;
  return status ? ` ${status}` : '';
}

function word(value: unknown): string {
  return typeof value === 'string' ? (/^[A-Z][A-Z -]{0,30}/.exec(value)?.[0].trim() ?? 'failed') : 'failed';
}

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
// Our own server is asked again within a minute, so that what waited leaves within two of its return (FLT-17).
const UNREACHABLE_PAUSES_MS = [5, 10, 20, 40, 60].map((seconds) => seconds * SECOND_MS);
const DEFERRED_PAUSES_MS = [1, 5, 15, 30, 60].map((minutes) => minutes * MINUTE_MS);

export type PauseAfter = (kind: 'deferred' | 'unreachable', attempts: number) => number;

/** Pauses grow with every try, then stay. */
export function pauseAfter(kind: 'deferred' | 'unreachable', attempts: number): number {
  const pauses = kind === 'deferred' ? DEFERRED_PAUSES_MS : UNREACHABLE_PAUSES_MS;
  return pauses[Math.min(attempts, pauses.length) - 1] ?? MINUTE_MS;
}

/** A mail that is put off for this long is given up as refused (RFC 5321, 4.5.4.1). */
export const GIVE_UP_AFTER_MS: number = 5 * 24 * 60 * MINUTE_MS;
