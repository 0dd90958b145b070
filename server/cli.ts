// The operator's command line: npm run sportello -- COMANDO. See docs/formats.md for the files it takes.
import { runCli } from './cli/run.ts';
import { createTerminal } from './cli/terminal.ts';
import { openWorkplace, type Workplace } from './cli/workplace.ts';
import { loadEnvironment, readConfig } from './config.ts';

const terminal = createTerminal(process.stdin, process.stdout, process.stderr);
let opening: Promise<Workplace> | null = null;

/** An interrupted command still stops the database that it started, or is starting; its transaction is undone. */
async function interrupt(): Promise<void> {
  terminal.complain('Interrotto.');
  await opening?.then(
    (workplace) => workplace.close(),
    () => undefined,
  );
  process.exit(130);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => void interrupt());
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

process.exitCode = await runCli(process.argv.slice(2), {
  terminal,
  readSettings: () => readConfig(loadEnvironment()),
  openWorkplace(settings, options) {
    opening = openWorkplace(settings, options);
    return opening;
  },
});
