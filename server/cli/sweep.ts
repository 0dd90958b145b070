import { createJobs, sweeps } from '../jobs.ts';
import { rehearse, type TableChange } from '../platform/db/rehearsal.ts';
import type { JobRun, Sweep } from '../platform/jobs/worker.ts';
import { createLocalBus } from '../platform/pubsub/local-bus.ts';
import { type Command, CommandError, type Run } from './command.ts';
import type { Workplace } from './workplace.ts';

export const sweep: Command = {
  name: 'sweep',
  usage: 'sweep [NOME…] [--dry-run]',
  summary: 'esegue ora le pulizie periodiche, tutte o quelle nominate; con --dry-run mostra solo che cosa farebbero',
  options: { 'dry-run': { type: 'boolean' } },
  required: [],
  positionals: { least: 0, most: sweeps.length },
  async run({ terminal, values, positionals, open }: Run) {
    const chosen = chooseSweeps(positionals);
    const keep = values['dry-run'] !== true;
    // A look changes nothing, the schema included.
    const workplace = await open({ migrate: keep });
    terminal.say(keep ? 'Pulizie eseguite ora:' : 'Prova delle pulizie: niente viene cambiato.');
    for (const one of chosen) {
      const changes = await runSweep(workplace, one, keep);
      terminal.say(`\n${one.job} (${one.cron} UTC)\n  Regola: ${one.rule}.\n  ${sentence(changes, keep)}`);
    }
    return 0;
  },
};

function chooseSweeps(names: readonly string[]): readonly Sweep[] {
  const unknown = names.filter((name) => !sweeps.some(({ job }) => job === name));
  if (unknown.length > 0) {
    const known = sweeps.map(({ job }) => job).join(', ');
    throw new CommandError(`Non conosco la pulizia «${unknown.join('», «')}». Ci sono: ${known}.`);
  }
  return names.length === 0 ? sweeps : sweeps.filter(({ job }) => names.includes(job));
}

const RUN: JobRun = { attempt: 1, signal: new AbortController().signal };

async function runSweep({ config, clock, bus, logger }: Workplace, { job }: Sweep, keep: boolean) {
  return await rehearse({ url: config.database.url, logger, keep }, async (db) => {
    const jobs = createJobs({ config, db, clock, bus: keep ? bus : createLocalBus(), logger });
    try {
      const handler = jobs.handlers[job];
      if (!handler) throw new Error(`the sweep ${job} has no handler`);
      await handler({}, RUN);
    } finally {
      await jobs.dispose();
    }
  });
}

function sentence(changes: readonly TableChange[], kept: boolean): string {
  if (changes.length === 0) return kept ? 'Non c’era niente da cambiare.' : 'Adesso non c’è niente da cambiare.';
  return changes.map((change) => `${change.table}: ${counts(change)}`).join('\n  ');
}

function counts({ deleted, updated, inserted }: TableChange): string {
  const parts = [
    [deleted, 'righe cancellate'],
    [updated, 'righe cambiate'],
    [inserted, 'righe aggiunte'],
  ] as const;
  return parts
    .filter(([count]) => count > 0)
    .map(([count, what]) => `${what} ${count}`)
    .join(' · ');
}
