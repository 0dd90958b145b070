import { createReadStream } from 'node:fs';
import { stat, writeFile } from 'node:fs/promises';
import type { OnProgress, RowIssue } from '../platform/csv/csv.ts';
import { writeCsv } from '../platform/csv/write.ts';
import { DomainError } from '../platform/errors.ts';
import { type Command, CommandError, type Run, textOf } from './command.ts';
import {
  catalogueReport,
  eligibleReport,
  explainRefusal,
  issueRows,
  peopleReport,
  placesReport,
  schoolsReport,
} from './report.ts';

const FILES = { least: 1, most: 50 };
const ONE_FILE = { least: 1, most: 1 };

interface Outcome {
  outcome: 'imported' | 'rejected';
  rejected?: readonly RowIssue[];
}

export const importSchools: Command = {
  name: 'import schools',
  usage: 'import schools FILE… [--accept-closures] [--report FILE]',
  summary: 'anagrafe delle scuole del ministero (statali o paritarie)',
  options: { 'accept-closures': { type: 'boolean' }, report: { type: 'string' } },
  required: [],
  positionals: FILES,
  async run(run) {
    const acceptClosures = run.values['accept-closures'] === true;
    return await eachFile(run, async (file) => {
      const { registry } = await run.open();
      const startedAt = performance.now();
      const onProgress = progressOf(run, file);
      const report = await registry.importSchools(createReadStream(file), { acceptClosures, onProgress });
      return { report, lines: schoolsReport(report, (performance.now() - startedAt) / 1000) };
    });
  },
};

export const importPeople: Command = {
  name: 'import people',
  usage: 'import people FILE [--report FILE]',
  summary: 'persone note all’amministrazione, con i loro ruoli',
  options: { report: { type: 'string' } },
  required: [],
  positionals: ONE_FILE,
  async run(run) {
    return await eachFile(run, async (file) => {
      const { people } = await run.open();
      const report = await people.importPeople(createReadStream(file), { onProgress: progressOf(run, file) });
      return { report, lines: peopleReport(report) };
    });
  },
};

export const importPlaces: Command = {
  name: 'import places',
  usage: 'import places FILE [--report FILE]',
  summary: 'archivio dei comuni di ANPR: aggiorna i luoghi di nascita',
  options: { report: { type: 'string' } },
  required: [],
  positionals: ONE_FILE,
  async run(run) {
    return await eachFile(run, async (file) => {
      const { places } = await run.open();
      const report = await places.importPlaces(createReadStream(file), { onProgress: progressOf(run, file) });
      return { report, lines: placesReport(report) };
    });
  },
};

export const importLabs: Command = {
  name: 'import labs',
  usage: 'import labs FILE --campaign SLUG [--report FILE]',
  summary: 'catalogo di una campagna: laboratori e incontri',
  options: { campaign: { type: 'string' }, report: { type: 'string' } },
  required: ['campaign'],
  positionals: ONE_FILE,
  async run(run) {
    return await eachFile(run, async (file) => {
      const { catalogue } = await run.open();
      const onProgress = progressOf(run, file);
      const report = await catalogue.importCatalogue(textOf(run.values, 'campaign'), createReadStream(file), {
        onProgress,
      });
      return { report, lines: catalogueReport(report) };
    });
  },
};

export const importEligible: Command = {
  name: 'import eligible',
  usage: 'import eligible FILE --campaign SLUG [--replace] [--report FILE]',
  summary: 'codici fiscali di chi può prenotare, uno per riga',
  options: { campaign: { type: 'string' }, replace: { type: 'boolean' }, report: { type: 'string' } },
  required: ['campaign'],
  positionals: ONE_FILE,
  async run(run) {
    const replace = run.values.replace === true;
    return await eachFile(run, async (file) => {
      const { catalogue } = await run.open();
      const report = await catalogue.importEligible(textOf(run.values, 'campaign'), createReadStream(file), {
        replace,
      });
      return { report, lines: eligibleReport(report) };
    });
  },
};

export const exportLabs: Command = {
  name: 'export labs',
  usage: 'export labs --campaign SLUG [--out FILE]',
  summary: 'il catalogo di una campagna, nel formato che si importa',
  options: { campaign: { type: 'string' }, out: { type: 'string' } },
  required: ['campaign'],
  positionals: { least: 0, most: 0 },
  async run({ terminal, values, open }) {
    const { catalogue } = await open();
    const text = await catalogue.exportCatalogue(textOf(values, 'campaign'));
    const out = textOf(values, 'out');
    if (out === '') {
      terminal.say(text.trimEnd());
      return 0;
    }
    await writeFile(out, text);
    terminal.say(`Catalogo scritto in ${out}.`);
    return 0;
  },
};

function progressOf({ terminal }: Run, file: string): OnProgress {
  return (step) => terminal.progress(file, step);
}

/** One file after the other; a refused one does not keep the others from their turn. */
async function eachFile(
  run: Run,
  take: (file: string) => Promise<{ report: Outcome; lines: string[] }>,
): Promise<number> {
  const { terminal, positionals, values } = run;
  for (const file of positionals) await requireFile(file);
  let refused = 0;
  const rejected: RowIssue[] = [];
  for (const file of positionals) {
    if (positionals.length > 1) terminal.say(`${file}:`);
    try {
      const { report, lines } = await take(file);
      if (report.outcome === 'rejected') refused++;
      rejected.push(...(report.rejected ?? []));
      for (const line of lines) (report.outcome === 'rejected' ? terminal.complain : terminal.say)(line);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      refused++;
      terminal.complain(`${file}: ${explainRefusal(error)}`);
    }
  }
  const reportFile = textOf(values, 'report');
  if (reportFile !== '') await writeFile(reportFile, writeCsv(issueRows(rejected)));
  return refused === 0 ? 0 : 1;
}

async function requireFile(file: string): Promise<void> {
  const found = await stat(file).catch((error: NodeJS.ErrnoException) => {
    const reason = error.code === 'ENOENT' ? 'non esiste' : `non si può leggere (${error.code})`;
    throw new CommandError(`Il file ${file} ${reason}.`);
  });
  if (!found.isFile()) throw new CommandError(`${file} non è un file.`);
}
