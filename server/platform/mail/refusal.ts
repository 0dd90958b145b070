/** Why a mail was refused for good, as far as the other server told. */
export type MailRefusal = 'NOT_AN_ADDRESS' | 'UNKNOWN_ADDRESS' | 'FULL_MAILBOX' | 'OTHER';

/** From the fault that its row keeps (RFC 3463: x.1.x the address, x.2.2 the full mailbox). */
export function refusalOf(lastError: string | null): MailRefusal {
  if (lastError === 'address not valid') return 'NOT_AN_ADDRESS';
  if (/ \d\.2\.2\b|^smtp 552/.test(lastError ?? '')) return 'FULL_MAILBOX';
  if (/ \d\.1\.\d+\b|^smtp 55[013]$/.test(lastError ?? '')) return 'UNKNOWN_ADDRESS';
  return 'OTHER';
}
