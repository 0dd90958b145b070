/** How an SMS fared with the gateway; `error` names the fault without number or text, for the row and the helpdesk. */
export type SmsOutcome =
  | { kind: 'sent' }
  /** The gateway said no to this SMS. */
  | { kind: 'refused'; error: string }
  /** It certainly was not taken, and may be later. */
  | { kind: 'unavailable'; error: string }
  /** The gateway had it before it went silent: perhaps it was sent. Never tried again. */
  | { kind: 'unknown'; error: string };

/** An HTTP gateway as the operator described it. `{{to}}`, `{{text}}` and `{{id}}` stand in the address and the body. */
export interface SmsGateway {
  url: string;
  method: 'GET' | 'POST' | 'PUT';
  headers: Record<string, string>;
  /** Unused with GET. */
  body: string;
}

export interface OutgoingSms {
  id: string;
  /** E.164. */
  to: string;
  text: string;
}

export interface SmsTransport {
  deliver(sms: OutgoingSms): Promise<SmsOutcome>;
}

const ANSWER_TIMEOUT_MS = 10_000;

// Nothing left this machine, or the other side proved to be somebody else before it was told anything.
const NEVER_CONNECTED =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|(CERT|ERR_TLS|UNABLE_TO)_\w+)$/;

export function createGatewayTransport(gateway: SmsGateway, timeoutMs: number = ANSWER_TIMEOUT_MS): SmsTransport {
  const { method, headers } = gateway;
  const type = contentTypeOf(headers);
  return {
    async deliver(sms) {
      const url = filled(gateway.url, sms, encodeURIComponent);
      const body = method === 'GET' ? null : filled(gateway.body, sms, escapeFor(type));
      try {
        const answer = await fetch(url, {
          method,
          // The same SMS has the same key: a gateway that knows the header never sends it twice.
          headers: { ...(body === null ? {} : { 'content-type': type }), 'idempotency-key': sms.id, ...headers },
          body,
          redirect: 'manual',
          signal: AbortSignal.timeout(timeoutMs),
        });
        await answer.body?.cancel();
        return outcomeOfStatus(answer.status);
      } catch (error) {
        return outcomeOfFault(error);
      }
    },
  };
}

// What came back may repeat the number or the text: only the status is told.
function outcomeOfStatus(status: number): SmsOutcome {
  const error = `http ${status}`;
  if (status >= 200 && status < 300) return { kind: 'sent' };
  // A proxy that lost sight of the gateway behind it does not know either.
  if (status === 502 || status === 504) return { kind: 'unknown', error };
  // A wrong token or address of the gateway is not about this SMS: the operator mends it.
  const isOfGateway = status >= 500 || [401, 403, 404, 405, 408, 425, 429].includes(status) || status < 400;
  return isOfGateway ? { kind: 'unavailable', error } : { kind: 'refused', error };
}

function outcomeOfFault(fault: unknown): SmsOutcome {
  const { name, cause } = fault as { name?: unknown; cause?: { code?: unknown } };
  const code = typeof cause?.code === 'string' ? cause.code : '';
  if (NEVER_CONNECTED.test(code)) return { kind: 'unavailable', error: `connection ${code}` };
  return { kind: 'unknown', error: name === 'TimeoutError' ? 'no answer' : `cut off ${code}`.trim() };
}

function contentTypeOf(headers: Record<string, string>): string {
  const given = Object.entries(headers).find(([name]) => name.toLowerCase() === 'content-type');
  return given?.[1] ?? 'application/json';
}

type Escape = (value: string) => string;

function escapeFor(type: string): Escape {
  if (/json/i.test(type)) return (value) => JSON.stringify(value).slice(1, -1);
  if (/x-www-form-urlencoded/i.test(type)) return encodeURIComponent;
  if (/xml/i.test(type)) return (value) => value.replace(/[<>&"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
  return (value) => value;
}

function filled(template: string, sms: OutgoingSms, quote: Escape): string {
  return template.replace(/\{\{(id|to|text)\}\}/g, (_all, name: keyof OutgoingSms) => quote(sms[name]));
}
