import type { Config } from '../config.ts';

/** Someone of the demo data, for the person who tries the system. */
export interface DemoAccount {
  /** What this person may do, in Italian. */
  label: string;
  username: string;
  password: string;
}

export interface BannerFacts {
  url: string;
  config: Config;
  movedTo: string | null;
  /** Empty where there is no demo data. */
  accounts: readonly DemoAccount[];
  startMs: number;
}

/** Where to go, printed once the server listens. */
export function banner(facts: BannerFacts): string {
  const { url, config, accounts } = facts;
  const places: [string, string][] = [
    ['Home', `${url}/`],
    ['Tabellone', `${url}/tabellone`],
  ];
  if (config.introspection) places.push(['GraphiQL', `${url}/graphql`]);
  if (!config.smtp) places.push(['Posta di sviluppo', `${url}/posta`]);
  const lines = [
    `Sportello è pronto (${(facts.startMs / 1000).toFixed(1)} s)`,
    '',
    ...table(places),
    '',
    ...accountLines(accounts),
    ...databaseLines(facts),
    'Ctrl-C per fermare.',
  ];
  return `\n${lines.map((line) => (line ? `  ${line}` : '')).join('\n')}\n`;
}

function accountLines(accounts: readonly DemoAccount[]): string[] {
  if (accounts.length === 0) return [];
  const rows = accounts.map(({ label, username, password }): string[] => [label, username, password]);
  return ['Account dimostrativi (nome utente e password):', ...table(rows), ''];
}

function databaseLines({ config, movedTo }: BannerFacts): string[] {
  if (!movedTo) return [];
  return [
    `La cartella ${config.dataDir} è accessibile solo a root e PostgreSQL non gira come root:`,
    `il database sta in ${movedTo}`,
    '',
  ];
}

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('   ')}`.trimEnd());
}
