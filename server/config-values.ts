// What a value of the environment may be, and what it becomes.
import { isIP } from 'node:net';
import { z } from 'zod';

export const whole = (low: number, high: number, preset: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, 'deve essere un numero intero')
    .transform(Number)
    .refine((value) => value >= low && value <= high, `deve stare tra ${low} e ${high}`)
    .default(preset);
export const offOr = (low: number, high: number, preset: number) =>
  whole(0, high, preset).refine(
    (value) => value === 0 || value >= low,
    `vale 0, per spegnere, oppure sta tra ${low} e ${high}`,
  );
export const flag = z
  .enum(['true', 'false'], 'vale «true» o «false»')
  .transform((value) => value === 'true')
  .optional();
export const url = (...protocols: string[]) =>
  z.string().refine(
    (value) => {
      const protocol = URL.canParse(value) ? new URL(value).protocol : '';
      return protocols.includes(protocol);
    },
    `deve essere un indirizzo che comincia con ${protocols.map((protocol) => `${protocol}//`).join(' o ')}`,
  );
const isOrigin = (value: string) => /^https?:$/.test(new URL(value).protocol) && new URL(value).origin === value;
export const origin = z
  .string()
  .transform((value) => value.replace(/\/$/, ''))
  .refine(
    (value) => URL.canParse(value) && isOrigin(value),
    'deve essere un’origine come https://sportello.example, senza percorso',
  );
export const postgresUrl = url('postgres:', 'postgresql:').refine(
  (value) => !URL.canParse(value) || new URL(value).pathname.length > 1,
  'deve nominare il database, come postgresql://utente:password@host:5432/sportello',
);
export const mailbox = z
  .string()
  .regex(
    /^([^<>@]+ <[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+)$/,
    'deve essere un indirizzo come «Nome <nome@dominio>»',
  );

/** 10.0.0.1, 10.0.0.0/8, ::1, fd00::/8. */
export function isPeer(value: string): boolean {
  const [address = '', prefix, ...rest] = value.split('/');
  const bits = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  if (bits < 0 || rest.length > 0) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= bits);
}
