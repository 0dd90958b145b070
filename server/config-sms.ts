// How the operator describes the HTTP gateway that SMS go through (MSG-04).
import { z } from 'zod';

/** `{{to}}`, `{{text}}` and `{{id}}` stand in the address and the body. */
export interface SmsGatewayConfig {
  url: string;
  method: 'GET' | 'POST' | 'PUT';
  headers: Record<string, string>;
  body: string;
}

const HEADER_NAME = /^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/;
const DEFAULT_BODY = '{"id":"{{id}}","to":"{{to}}","text":"{{text}}"}';

/** A JSON object of texts. */
const headers = z.string().transform((value, context): Record<string, string> => {
  const parsed = z.record(z.string().regex(HEADER_NAME), z.string().regex(/^[\x20-\x7e]*$/)).safeParse(jsonOf(value));
  if (parsed.success) return parsed.data;
  context.addIssue({ code: 'custom', message: 'deve essere un oggetto JSON di testi, come {"X-Chiave":"valore"}' });
  return z.NEVER;
});

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

export const smsFields = {
  SMS_GATEWAY_URL: z
    .string()
    .refine(
      (value) => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol),
      'deve essere un indirizzo http:// o https://',
    )
    .optional(),
  SMS_GATEWAY_METHOD: z.enum(['GET', 'POST', 'PUT'], 'vale GET, POST o PUT').default('POST'),
  SMS_GATEWAY_HEADERS: headers.optional(),
  SMS_GATEWAY_TOKEN: z
    .string()
    .regex(/^[\x21-\x7e]+$/, 'non deve avere spazi')
    .optional(),
  SMS_GATEWAY_BODY: z.string().default(DEFAULT_BODY),
};

type SmsFields = z.infer<z.ZodObject<typeof smsFields>>;

export function smsGatewayOf(env: SmsFields): SmsGatewayConfig | null {
  if (!env.SMS_GATEWAY_URL) return null;
  return {
    url: env.SMS_GATEWAY_URL,
    method: env.SMS_GATEWAY_METHOD,
    headers: {
      ...(env.SMS_GATEWAY_TOKEN ? { authorization: `Bearer ${env.SMS_GATEWAY_TOKEN}` } : {}),
      ...env.SMS_GATEWAY_HEADERS,
    },
    body: env.SMS_GATEWAY_BODY,
  };
}

/** What one key says about another. `given` holds the keys that have a value. */
export function smsFaults(given: Record<string, string>): string[] {
  const url = given.SMS_GATEWAY_URL;
  const details = Object.keys(given).filter((key) => key.startsWith('SMS_GATEWAY_') && key !== 'SMS_GATEWAY_URL');
  if (!url) return details.length > 0 ? [`SMS_GATEWAY_URL manca: ${details.join(', ')} da soli non bastano`] : [];
  const place = given.SMS_GATEWAY_METHOD === 'GET' ? url : `${url}${given.SMS_GATEWAY_BODY ?? DEFAULT_BODY}`;
  const missing = ['{{to}}', '{{text}}'].filter((mark) => !place.includes(mark));
  const faults = missing.map((mark) => `SMS_GATEWAY_BODY o SMS_GATEWAY_URL deve contenere ${mark}`);
  if (given.NODE_ENV === 'production' && /^http:\/\/(?!(localhost|127\.0\.0\.1|\[::1\])(:|\/|$))/.test(url)) {
    faults.push('SMS_GATEWAY_URL deve essere https: numeri e codici non viaggiano in chiaro');
  }
  return faults;
}
