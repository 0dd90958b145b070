import { Temporal } from 'temporal-polyfill';
import { InvalidInputError } from '../platform/errors.ts';
import { type Command, CommandError, textOf } from './command.ts';
import { explainIssues } from './report.ts';

const ROLES = {
  segreteria: 'DESK',
  dirigente: 'HEAD',
  ufficio: 'OFFICE',
  assistenza: 'HELPDESK',
  sicurezza: 'SECURITY',
} as const;
const BY_OPERATOR = { actorId: null, requestId: null };

function dayOf(values: Parameters<typeof textOf>[0], name: string, plusDays: number): Date | null {
  const text = textOf(values, name);
  if (text === '') return null;
  try {
    const day = Temporal.PlainDate.from(text).add({ days: plusDays });
    return new Date(day.toZonedDateTime('Europe/Rome').epochMilliseconds);
  } catch {
    throw new CommandError(`--${name}: scrivi un giorno, come 2026-09-01.`);
  }
}

const shown = new Intl.DateTimeFormat('it-IT', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'Europe/Rome' });

export const grantRole: Command = {
  name: 'grant role',
  usage: `grant role ${Object.keys(ROLES).join('|')} --username nome.cognome [--school CODICE] [--from GIORNO] [--to GIORNO]`,
  summary: 'assegna un ruolo, subito o per un periodo; vale anche per chi ha già fatto l’accesso',
  options: {
    username: { type: 'string' },
    school: { type: 'string' },
    from: { type: 'string' },
    to: { type: 'string' },
  },
  required: ['username'],
  positionals: { least: 1, most: 1 },
  async run({ terminal, values, positionals, open }) {
    const role = ROLES[positionals[0]?.toLowerCase() as keyof typeof ROLES];
    if (!role) throw new CommandError(`Non è un ruolo: scegli fra ${Object.keys(ROLES).join(', ')}.`);
    const wish = {
      ...{ username: textOf(values, 'username'), role, schoolCode: textOf(values, 'school') || null },
      // The last day is held to its end.
      ...{ startsAt: dayOf(values, 'from', 0), endsAt: dayOf(values, 'to', 1) },
    };
    const { roles } = await open();
    const given = await roles.grantRole(wish, BY_OPERATOR).catch((error: unknown) => {
      throw error instanceof InvalidInputError ? new CommandError(explainIssues(error)) : error;
    });
    terminal.say(`Ruolo assegnato a ${wish.username}: ${positionals[0]} (${given.id}).`);
    return 0;
  },
};

export const withdrawRole: Command = {
  name: 'withdraw role',
  usage: 'withdraw role ID',
  summary: 'toglie un ruolo adesso; l’ID è quello che mostra list roles',
  options: {},
  required: [],
  positionals: { least: 1, most: 1 },
  async run({ terminal, positionals, open }) {
    const id = positionals[0] ?? '';
    if (!/^[0-9a-f-]{36}$/i.test(id)) throw new CommandError('Scrivi l’ID del ruolo, come lo mostra list roles.');
    const { roles } = await open();
    if (!(await roles.removeRole(id, BY_OPERATOR))) throw new CommandError('Questo ruolo non c’è, o è già finito.');
    terminal.say('Ruolo tolto.');
    return 0;
  },
};

export const listRoles: Command = {
  name: 'list roles',
  usage: 'list roles --username nome.cognome',
  summary: 'i ruoli di una persona, anche quelli che devono cominciare',
  options: { username: { type: 'string' } },
  required: ['username'],
  positionals: { least: 0, most: 0 },
  async run({ terminal, values, open }) {
    const { roles } = await open({ migrate: false });
    const held = await roles.listRolesOf(textOf(values, 'username'));
    if (held.length === 0) terminal.say('Nessun ruolo.');
    for (const { id, role, schoolCode, startsAt, endsAt } of held) {
      const word = Object.entries(ROLES).find(([, name]) => name === role)?.[0] ?? role;
      const until = endsAt === null ? '' : ` al ${shown.format(endsAt)}`;
      terminal.say(`${id}  ${word}  ${schoolCode ?? 'ufficio'}  dal ${shown.format(startsAt)}${until}`);
    }
    return 0;
  },
};
