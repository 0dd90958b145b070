// The arrows of the architecture (docs/architecture.md) as data, and a walk that names every import against them.
import path from 'node:path';
import type { SourceFile } from './sources.ts';

export interface ImportEdge {
  from: string;
  to: string;
}

type Area =
  | 'main'
  | 'demo'
  | 'start'
  | 'embedded'
  | 'app'
  | 'schema'
  | 'http'
  | 'module'
  | 'graphql'
  | 'config'
  | 'platform'
  | 'client';

/** What each area may import besides itself. Every arrow runs down. */
const MAY_IMPORT: Record<Area, readonly Area[]> = {
  main: ['demo', 'start', 'embedded', 'app', 'module', 'graphql', 'config', 'platform'],
  demo: ['app', 'start', 'module', 'graphql', 'config', 'platform'],
  start: ['embedded', 'config', 'platform'],
  app: ['schema', 'http', 'module', 'graphql', 'config', 'platform'],
  schema: ['module', 'graphql'],
  http: ['module', 'graphql', 'config', 'platform'],
  module: ['graphql', 'platform'],
  graphql: ['platform'],
  embedded: ['platform'],
  config: [],
  platform: [],
  client: [],
};

/** The modules that each module may use, by their service.ts. A module that is not named here may use none. */
const MODULE_MAY_USE: Record<string, readonly string[]> = {
  registry: [],
  account: ['registry'],
  registration: ['registry', 'account'],
  enabling: ['registry', 'account', 'registration'],
  desk: ['registry', 'account', 'registration', 'enabling'],
  lab: ['registry', 'account'],
  content: [],
  federation: ['registry', 'account'],
  form: ['registry', 'account', 'registration', 'enabling'],
  filing: ['registry', 'account', 'registration', 'enabling', 'form'],
  helpdesk: ['registry', 'account', 'registration', 'enabling', 'lab', 'form', 'filing'],
};

/** What of a module each area may see. A schema names another module's types by their GraphQL name, never by import. */
const DOORS: Partial<Record<Area, RegExp>> = {
  module: /^service\.ts$/,
  http: /^service\.ts$/,
  schema: /^schema\.ts$/,
  // Who composes or drives the services hands them their parts and explains their refusals.
  app: /^(service|words|mails|sms|jobs|deps|own-tables|[a-z-]+-route)\.ts$/,
  demo: /^(service|errors|fiscal-code|[a-z]+-import)\.ts$/,
  main: /^(service|errors|[a-z]+-import|([a-z]+-)?words)\.ts$/,
};

function areaOf(file: string): Area | null {
  const [top, second] = file.split('/');
  if (top === 'client') return 'client';
  if (top !== 'server' || !second) return null;
  const single: Record<string, Area> = {
    'main.ts': 'main',
    'cli.ts': 'main',
    cli: 'main',
    'app.ts': 'app',
    'jobs.ts': 'app',
    'schema.ts': 'schema',
    'config.ts': 'config',
    'config-roles.ts': 'config',
    'config-sms.ts': 'config',
    'config-faults.ts': 'config',
    'config-values.ts': 'config',
    modules: 'module',
    demo: 'demo',
    start: 'start',
    embedded: 'embedded',
    http: 'http',
    graphql: 'graphql',
    platform: 'platform',
  };
  return single[second] ?? null;
}

const STATIC = /^(?:import|export)\b(?:\s+type\b)?(?:[\w\s*{},$]*?\bfrom\b)?\s*['"]([^'"]+)['"]/gm;
const DYNAMIC = /\bimport\(\s*['"]([^'"]+)['"]/g;

/** The specifiers that a file imports, re-exports or loads, types included. Statements start a line, as the formatter writes them. */
export function specifiersOf(text: string): string[] {
  return [...text.matchAll(STATIC), ...text.matchAll(DYNAMIC)].map((match) => match[1] ?? '');
}

/** The file of the project that a specifier names; null for a package. */
function targetOf(from: string, specifier: string): string | null {
  if (specifier === '#db') return 'server/platform/db/generated/client.ts';
  if (specifier.startsWith('#')) return specifier.slice(1);
  return specifier.startsWith('.') ? path.posix.join(path.posix.dirname(from), specifier) : null;
}

export function edgesOf(files: readonly SourceFile[]): ImportEdge[] {
  return files.flatMap((file) =>
    specifiersOf(file.text).flatMap((specifier) => {
      const to = targetOf(file.path, specifier);
      return to === null ? [] : [{ from: file.path, to }];
    }),
  );
}

/** Every import that goes against the arrows, each with its reason. */
export function faultsOf(files: readonly SourceFile[]): string[] {
  return edgesOf(files).flatMap((edge) => {
    const reason = faultOf(edge);
    return reason ? [`${edge.from} → ${edge.to}: ${reason}`] : [];
  });
}

function faultOf({ from, to }: ImportEdge): string | null {
  const source = areaOf(from);
  const target = areaOf(to);
  if (!source) return 'this folder has no place in the architecture';
  if (!target) return `${source} imports only what has a place in the architecture`;
  if (source !== target && !MAY_IMPORT[source].includes(target)) return `${source} never imports ${target}`;
  if (target !== 'module') return null;
  const own = source === 'module' ? moduleOf(from) : null;
  const other = moduleOf(to);
  if (own === other) return null;
  if (own && !MODULE_MAY_USE[own]?.includes(other)) return `module ${own} may not use module ${other}`;
  return DOORS[source]?.test(to.split('/').slice(3).join('/')) ? null : `${source} may not see this part of a module`;
}

function moduleOf(file: string): string {
  return file.split('/')[2] ?? '';
}

/** Imports that lead to no file: the walk would be blind behind them. */
export function danglingOf(files: readonly SourceFile[], exists: (file: string) => boolean): string[] {
  return edgesOf(files).flatMap(({ from, to }) => (exists(to) ? [] : [`${from} → ${to}`]));
}

/** Groups of files that import each other in a circle, types included. */
export function cyclesOf(edges: readonly ImportEdge[]): string[][] {
  const next = new Map<string, string[]>();
  for (const { from, to } of edges) next.set(from, [...(next.get(from) ?? []), to]);
  const done = new Set<string>();
  const cycles: string[][] = [];
  function walk(file: string, trail: string[]): void {
    const at = trail.indexOf(file);
    if (at >= 0) cycles.push([...trail.slice(at), file]);
    if (at >= 0 || done.has(file)) return;
    for (const other of next.get(file) ?? []) walk(other, [...trail, file]);
    done.add(file);
  }
  for (const file of next.keys()) walk(file, []);
  return cycles;
}
