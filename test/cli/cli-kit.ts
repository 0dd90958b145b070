import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { runCli } from '#server/cli/run.ts';
import type { Terminal } from '#server/cli/terminal.ts';
import { openWorkplace } from '#server/cli/workplace.ts';
import { readConfig } from '#server/config.ts';

export interface Ran {
  code: number;
  said: string;
  complained: string;
  steps: string[];
}

export interface CliKit {
  folder: string;
  /** Runs a command line on the database at `url`, as the process would. */
  run(...args: string[]): Promise<Ran>;
  file(name: string, content: string | Buffer): string;
  dispose(): void;
}

export function cliOn(url: string, ownerUrl: string, answers: string[] = []): CliKit {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'sportello-cli-'));
  return {
    folder,
    async run(...args) {
      const ran: Ran = { code: -1, said: '', complained: '', steps: [] };
      const terminal: Terminal = {
        interactive: answers.length > 0,
        say(line) {
          ran.said += `${line}\n`;
        },
        complain(line) {
          ran.complained += `${line}\n`;
        },
        progress: (_what, { phase }) => void ran.steps.push(phase),
        askSecret: async () => answers.shift() ?? '',
      };
      const environment = { DATABASE_URL: url, DATABASE_OWNER_URL: ownerUrl, DATA_DIR: folder };
      ran.code = await runCli(args, { terminal, readSettings: () => readConfig(environment), openWorkplace });
      return ran;
    },
    file(name, content) {
      const file = path.join(folder, name);
      writeFileSync(file, content);
      return file;
    },
    dispose: () => rmSync(folder, { recursive: true }),
  };
}
