import { z } from 'zod';
import { recordAudit } from '../platform/audit/audit.ts';
import { randomPassword } from '../platform/codes.ts';
import { isConstraint } from '../platform/db/db-errors.ts';
import { type Command, CommandError, type Run } from './command.ts';
import type { Workplace } from './workplace.ts';

declare module '../platform/audit/audit.ts' {
  interface AuditEvents {
    'account.administratorCreated': { role: 'OFFICE' };
  }
}

const input = z.object({
  username: z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^[a-z0-9]+([.-][a-z0-9]+)*$/, '--username: lettere, cifre, punti e trattini, come nome.cognome'),
  email: z.email('--email: scrivi un indirizzo completo, come nome@esempio.it'),
  name: z.string().trim().min(2, '--name: scrivi nome e cognome').max(120, '--name: al massimo 120 caratteri'),
});

type Administrator = z.infer<typeof input>;

const LEAST = 12;
const MOST = 128;

export const createAdmin: Command = {
  name: 'create-admin',
  usage: 'create-admin --username nome.cognome --email INDIRIZZO --name "Nome Cognome" [--generate]',
  summary: 'un account dell’ufficio; la password si scrive senza eco, o con --generate si mostra una volta',
  options: {
    username: { type: 'string' },
    email: { type: 'string' },
    name: { type: 'string' },
    generate: { type: 'boolean' },
  },
  required: ['username', 'email', 'name'],
  positionals: { least: 0, most: 0 },
  async run(run) {
    const parsed = input.safeParse(run.values);
    if (!parsed.success) throw new CommandError(parsed.error.issues.map(({ message }) => message).join('\n'));
    const generated = run.values.generate === true ? randomPassword() : null;
    const password = generated ?? (await askPassword(run, parsed.data));
    const workplace = await run.open();
    await save(workplace, parsed.data, await workplace.passwords.hash(password));
    run.terminal.say(`Account dell’ufficio creato: ${parsed.data.username}`);
    if (generated !== null) run.terminal.say(`Password, mostrata solo ora: ${generated}`);
    return 0;
  },
};

async function askPassword({ terminal }: Run, administrator: Administrator): Promise<string> {
  const password = await terminal.askSecret(`Password (da ${LEAST} a ${MOST} caratteri): `);
  const length = [...password].length;
  if (length < LEAST || length > MOST) {
    throw new CommandError(`La password deve avere da ${LEAST} a ${MOST} caratteri: questa ne ha ${length}.`);
  }
  const own = [administrator.username, ...administrator.name.toLowerCase().split(/\s+/)];
  if (own.some((word) => word.length > 3 && password.toLowerCase().includes(word))) {
    throw new CommandError('La password non deve contenere il nome utente né il nome della persona.');
  }
  if (terminal.interactive && (await terminal.askSecret('Ancora una volta: ')) !== password) {
    throw new CommandError('Le due password non sono uguali.');
  }
  return password;
}

async function save(
  { db, clock }: Workplace,
  { username, email, name }: Administrator,
  passwordHash: string,
): Promise<void> {
  const at = clock.now();
  await db
    .transaction(async (tx) => {
      const account = await tx.prisma.account.create({
        data: {
          ...{ kind: 'PERSON', username, email, displayName: name, passwordHash, passwordSetAt: at, createdAt: at },
          roles: { create: { role: 'OFFICE', startsAt: at } },
        },
      });
      const event = { event: 'account.administratorCreated' as const, data: { role: 'OFFICE' as const } };
      await recordAudit(tx, { ...event, actorId: null, subjectId: account.id, at, requestId: null });
    })
    .catch((error: unknown) => {
      const taken = isConstraint(error, 'account_username_key') || (error as { code?: unknown }).code === 'P2002';
      throw taken ? new CommandError(`Il nome utente ${username} è già di un altro account.`) : error;
    });
}
