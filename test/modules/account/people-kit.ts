import { composeFiscalCode } from '#server/modules/registry/fiscal-code.ts';

export const PEOPLE_HEADER =
  'codice_fiscale;cognome;nome;data_nascita;sesso;luogo_nascita;email_istituzionale;utenza_ministero;ruolo;sede;dal;al';

export interface PersonLine {
  code?: string;
  lastName?: string;
  firstName?: string;
  bornOn?: string;
  sex?: string;
  place?: string;
  email?: string;
  ministry?: string;
  role?: string;
  seat?: string;
  from?: string;
  to?: string;
}

/** Somebody of the same name, born on another day for each number. */
export function codeOf(n: number): string {
  const bornOn = new Date(Date.UTC(1960, 0, 1) + n * 86_400_000).toISOString().slice(0, 10);
  return composeFiscalCode({ firstName: 'Anna', lastName: 'Prova', bornOn, sex: 'F', birthplaceCode: 'A944' });
}

/** A file of people; what is not given is as for anybody, and what is blank is blank. */
export function peopleFile(...lines: PersonLine[]): string {
  const rows = lines.map((one) =>
    [
      ...[one.code ?? codeOf(1), one.lastName ?? 'Prova', one.firstName ?? 'Anna', one.bornOn, one.sex, one.place],
      ...[one.email, one.ministry, one.role, one.seat, one.from, one.to],
    ]
      .map((cell) => cell ?? '')
      .join(';'),
  );
  return `${[PEOPLE_HEADER, ...rows].join('\n')}\n`;
}
