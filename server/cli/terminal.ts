import { createInterface } from 'node:readline/promises';
import type { ProgressStep } from '../platform/csv/csv.ts';

/** Where the command line speaks and asks. */
export interface Terminal {
  say(line: string): void;
  complain(line: string): void;
  /** Shows how far a long work is; nothing where nobody watches. */
  progress(what: string, step: ProgressStep): void;
  /** Whether a person types the answers. */
  interactive: boolean;
  /** Asks without showing what is typed; from a pipe it reads one line. */
  askSecret(question: string): Promise<string>;
}

/** Ctrl-C while something was being asked. */
export class Interrupted extends Error {}

const PHASES = { reading: 'lettura', writing: 'scrittura' } as const;
const BAR = 30;
const ENTER = /[\r\n]/;
const CTRL_C = '\u0003';
const BACKSPACES = ['\u007f', '\b'];

export function createTerminal(
  input: NodeJS.ReadStream,
  output: NodeJS.WriteStream,
  errors: NodeJS.WriteStream,
): Terminal {
  let barShown = false;

  function clearBar(): void {
    if (barShown) errors.write('\r\u001b[K');
    barShown = false;
  }

  return {
    interactive: input.isTTY,
    say(line) {
      clearBar();
      output.write(`${line}\n`);
    },
    complain(line) {
      clearBar();
      errors.write(`${line}\n`);
    },
    progress(what, { phase, done, total }) {
      if (!errors.isTTY) return;
      const share = total === 0 ? 1 : done / total;
      const bar = '█'.repeat(Math.round(share * BAR)).padEnd(BAR, '░');
      errors.write(`\r\u001b[K${what}: ${PHASES[phase]} ${bar} ${Math.round(share * 100)}%`);
      barShown = true;
    },
    askSecret: (question) => (input.isTTY ? typedInSecret(input, errors, question) : firstLine(input)),
  };
}

function typedInSecret(input: NodeJS.ReadStream, output: NodeJS.WriteStream, question: string): Promise<string> {
  // Before the question: what is typed at once would still be echoed.
  input.setRawMode(true);
  output.write(question);
  input.setEncoding('utf8');
  input.resume();
  return new Promise((resolve, reject) => {
    let typed = '';
    function end(settle: () => void): void {
      input.off('data', hear);
      input.setRawMode(false);
      input.pause();
      output.write('\n');
      settle();
    }
    function hear(text: string): void {
      for (const key of text) {
        if (BACKSPACES.includes(key)) {
          typed = [...typed].slice(0, -1).join('');
        } else if (key === CTRL_C || ENTER.test(key)) {
          end(() => (key === CTRL_C ? reject(new Interrupted()) : resolve(typed)));
          return;
        } else {
          typed += key;
        }
      }
    }
    input.on('data', hear);
  });
}

async function firstLine(input: NodeJS.ReadStream): Promise<string> {
  const lines = createInterface({ input });
  for await (const line of lines) {
    lines.close();
    return line;
  }
  return '';
}
