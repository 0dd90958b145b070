import { createLabService } from '../modules/lab/service.ts';
import { type SqlRunner, sql } from '../platform/db/db.ts';
import { pendingMigrations } from '../platform/db/migrate.ts';
import type { Command } from './command.ts';
import type { Workplace } from './workplace.ts';

interface Finding {
  ok: boolean;
  what: string;
}

type Check = (workplace: Workplace) => Promise<Finding>;

const OLDEST_POSTGRES = 150_000;
const CLOCK_TOLERANCE_MS = 60_000;

/** The configuration itself was read before any command runs: all its faults are told together. */
export const doctor: Command = {
  name: 'doctor',
  usage: 'doctor',
  summary: 'controlla configurazione, database, migrazioni e contatori',
  options: {},
  required: [],
  positionals: { least: 0, most: 0 },
  async run({ terminal, open }) {
    terminal.say('✔ configurazione valida');
    const workplace = await open({ migrate: false });
    const findings: Finding[] = [];
    for (const check of [version, rights, clocks]) findings.push(await check(workplace));
    const schema = await migrations(workplace);
    findings.push(schema);
    // Without its tables there are no counters to look at.
    if (schema.ok) for (const check of [counters, holdings]) findings.push(await check(workplace));
    for (const { ok, what } of findings) (ok ? terminal.say : terminal.complain)(`${ok ? '✔' : '✘'} ${what}`);
    return findings.every(({ ok }) => ok) ? 0 : 1;
  },
};

const version: Check = async ({ db }) => {
  const [row] = await db.query<{ number: number; name: string }>(
    sql`select current_setting('server_version_num')::int as number, current_setting('server_version') as name`,
  );
  const ok = (row?.number ?? 0) >= OLDEST_POSTGRES;
  return {
    ok,
    what: ok
      ? `database raggiunto, PostgreSQL ${row?.name}`
      : `PostgreSQL ${row?.name}: serve la versione 15 o una successiva`,
  };
};

const rights: Check = async ({ db }) => {
  const [row] = await db.query<{ may: boolean; role: string }>(
    sql`select current_user as role, has_schema_privilege('public', 'create') as may`,
  );
  const what = `il ruolo dell’applicazione (${row?.role}) ${row?.may ? 'può cambiare le tabelle: dagliene uno senza DDL' : 'non può cambiare le tabelle'}`;
  return { ok: row?.may === false, what };
};

const clocks: Check = async ({ clock }) => {
  const offMs = Math.abs(clock.now().getTime() - Date.now());
  const seconds = Math.round(offMs / 1000);
  if (offMs <= CLOCK_TOLERANCE_MS) return { ok: true, what: 'orologio della macchina e del database d’accordo' };
  return { ok: false, what: `l’orologio di questa macchina e quello del database differiscono di ${seconds} secondi` };
};

const migrations: Check = async ({ config }) => {
  const pending = await pendingMigrations(config.database.url);
  if (pending.length === 0) return { ok: true, what: 'migrazioni tutte applicate' };
  return { ok: false, what: `migrazioni da applicare: ${pending.join(', ')}` };
};

const counters: Check = async (workplace) => {
  const lab = await createLabService(workplace);
  const wrong = await lab.checkCounters().finally(() => lab.dispose());
  if (wrong.length === 0) return { ok: true, what: 'posti contati e prenotazioni d’accordo' };
  return { ok: false, what: `posti contati e prenotazioni NON d’accordo negli incontri: ${wrong.join(', ')}` };
};

const holdings: Check = async ({ db }) => {
  const wrong = await countWrongHoldings(db);
  if (wrong === 0) return { ok: true, what: 'posti per persona e prenotazioni d’accordo' };
  return { ok: false, what: `posti per persona e prenotazioni NON d’accordo per ${wrong} persone` };
};

async function countWrongHoldings(db: SqlRunner): Promise<number> {
  const [row] = await db.query<{ wrong: number }>(sql`
    with live as (
      select campaign_id, account_id, count(*)::int as held from booking where state in ('BOOKED', 'OFFERED') group by 1, 2
    )
    select count(*)::int as wrong from live full join lab_holding h using (campaign_id, account_id)
    where coalesce(live.held, 0) <> coalesce(h.held, 0)`);
  return row?.wrong ?? 0;
}
