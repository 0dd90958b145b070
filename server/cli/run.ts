import { type ParseArgsConfig, parseArgs } from 'node:util';
import { ConfigError, type Settings } from '../config.ts';
import { StartError } from '../embedded/start-error.ts';
import { MigrationError } from '../platform/db/migrate.ts';
import { DomainError } from '../platform/errors.ts';
import { auditVerify } from './audit-verify.ts';
import { backup } from './backup.ts';
import { type Command, CommandError, type Values } from './command.ts';
import { createAdmin } from './create-admin.ts';
import { doctor } from './doctor.ts';
import { exportLabs, importEligible, importLabs, importPeople, importPlaces, importSchools } from './imports.ts';
import { reactivate } from './reactivate.ts';
import { explainRefusal } from './report.ts';
import { restore } from './restore.ts';
import { grantRole, listRoles, withdrawRole } from './roles.ts';
import { resetSecondFactor } from './second-factor.ts';
import { sweep } from './sweep.ts';
import { Interrupted, type Terminal } from './terminal.ts';
import type { Workplace, WorkplaceOptions } from './workplace.ts';

const COMMANDS: readonly Command[] = [
  ...[importSchools, importPeople, importPlaces, importLabs, importEligible, exportLabs],
  ...[grantRole, withdrawRole, listRoles, createAdmin, auditVerify, doctor, sweep, backup, restore],
  ...[resetSecondFactor, reactivate],
];
const HELP = new Set(['', 'help', '--help', '-h']);

export interface CliParts {
  terminal: Terminal;
  readSettings(): Settings;
  openWorkplace(settings: Settings, options: WorkplaceOptions): Promise<Workplace>;
}

/** Runs one command line; answers the exit code. */
export async function runCli(args: readonly string[], parts: CliParts): Promise<number> {
  const { terminal } = parts;
  if (HELP.has(args[0] ?? '')) {
    terminal.say(usage());
    return 0;
  }
  const command = COMMANDS.find(({ name }) => name === args.slice(0, name.split(' ').length).join(' '));
  if (command === undefined) {
    terminal.complain(`Non conosco il comando «${args.join(' ')}».\n\n${usage()}`);
    return 1;
  }
  try {
    return await runCommand(command, args.slice(command.name.split(' ').length), parts);
  } catch (error) {
    terminal.complain(explain(error));
    return 1;
  }
}

async function runCommand(command: Command, args: readonly string[], parts: CliParts): Promise<number> {
  const { values, positionals } = parseCommand(command, args);
  const settings = parts.readSettings();
  let opened: Promise<Workplace> | null = null;
  try {
    return await command.run({
      ...{ terminal: parts.terminal, values, positionals, settings },
      open(options = { migrate: true }) {
        opened ??= parts.openWorkplace(settings, options);
        return opened;
      },
    });
  } finally {
    await (opened as Promise<Workplace> | null)?.then(
      (workplace) => workplace.close(),
      () => undefined,
    );
  }
}

function parseCommand(command: Command, args: readonly string[]): { values: Values; positionals: string[] } {
  const options: ParseArgsConfig['options'] = command.options;
  let parsed: { values: Values; positionals: string[] };
  try {
    parsed = parseArgs({ args: [...args], options, allowPositionals: true }) as typeof parsed;
  } catch (error) {
    throw new CommandError(`${(error as Error).message}\n\nUso: sportello ${command.usage}`);
  }
  const missing = command.required.filter((name) => !parsed.values[name]);
  const { least, most } = command.positionals;
  const count = parsed.positionals.length;
  if (missing.length > 0 || count < least || count > most) {
    const what = missing.length > 0 ? `Manca ${missing.map((name) => `--${name}`).join(', ')}.` : files(count, least);
    throw new CommandError(`${what}\n\nUso: sportello ${command.usage}`);
  }
  return parsed;
}

function files(count: number, least: number): string {
  return count < least ? 'Manca il file.' : 'Ci sono parole di troppo.';
}

function usage(): string {
  const lines = COMMANDS.map((command) => `  ${command.usage}\n      ${command.summary}`);
  return `Uso: npm run sportello -- COMANDO\n\n${lines.join('\n')}`;
}

function explain(error: unknown): string {
  if (error instanceof Interrupted) return 'Interrotto: non è stato scritto nulla.';
  if (error instanceof DomainError) return explainRefusal(error);
  const foreseen = [CommandError, ConfigError, StartError, MigrationError];
  if (foreseen.some((kind) => error instanceof kind)) return (error as Error).message;
  const { code } = error as { code?: unknown };
  if (code === 'ECONNREFUSED' || code === 'ENOTFOUND')
    return 'Il database di DATABASE_URL non risponde: controlla indirizzo e porta.';
  if (code === '28P01' || code === '28000') return 'Il database di DATABASE_URL rifiuta utente o password.';
  if (code === '3D000') return 'Il database nominato in DATABASE_URL non esiste.';
  return `Errore non previsto: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}
