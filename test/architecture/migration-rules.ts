// What a migration must not do while an older version of the server works on the same tables (FLT-40).

export interface Hazard {
  /** The statement, or the part of one, in one line. */
  statement: string;
  why: string;
}

const OLDER_FAILS = 'an older version that still runs fails';
const WRITES_WAIT = 'writes wait until the whole table was gone through';

/** Parts of ALTER TABLE on a table that stood before. */
const ALTERATIONS: readonly [RegExp, string][] = [
  [/^add column\b(?!.*\bdefault\b).*\bnot null\b/, OLDER_FAILS],
  [/^add column\b.*\bdefault\b.*\b(gen_random_uuid|nextval|random|clock_timestamp)\(/, 'the table is written anew'],
  [/^add column\b.*\b(primary key|unique|references|check)\b/, WRITES_WAIT],
  [/^alter column\b.*\bset not null\b/, OLDER_FAILS],
  [/^alter column\b.*\bdrop default\b/, OLDER_FAILS],
  [/^alter column\b.*\b(set data )?type\b/, 'the table is written anew'],
  [/^(drop column|rename)\b/, OLDER_FAILS],
  [/^add constraint\b(?!.*\bnot valid\b)/, WRITES_WAIT],
  [/^set (schema|tablespace|logged|unlogged)\b/, OLDER_FAILS],
];

const STATEMENTS: readonly [RegExp, string][] = [
  [/^create (?:unique )?index (?!concurrently)(?:if not exists )?.*? on (?:only )?"?(\w+)"?/, WRITES_WAIT],
  [/^update (?:only )?"?(\w+)"?/, 'its rows stay locked until the end of the migration'],
  [/^delete from (?:only )?"?(\w+)"?/, 'its rows stay locked until the end of the migration'],
  [/^drop table (?:if exists )?"?(\w+)"?/, OLDER_FAILS],
  [/^truncate (?:table )?"?(\w+)"?/, OLDER_FAILS],
  [/^lock (?:table )?"?(\w+)"?/, 'others wait'],
];

/** Every hazard of a migration, but those about tables that it makes itself, and those that say `-- reviewed: why`. */
export function hazardsOf(migration: string): Hazard[] {
  const statements = statementsOf(migration);
  const made = new Set(
    statements.flatMap(({ text }) => /^create table (?:if not exists )?"?(\w+)"?/.exec(text)?.slice(1) ?? []),
  );
  return statements.flatMap(({ text, reviewed }) => (reviewed ? [] : hazardsIn(text, made)));
}

function hazardsIn(text: string, made: ReadonlySet<string>): Hazard[] {
  if (/^(drop|alter) type\b.*\b(drop|rename)\b/.test(text) || /^drop (type|schema)\b/.test(text)) {
    return [{ statement: text, why: OLDER_FAILS }];
  }
  const [, table, actions] = /^alter table (?:if exists )?(?:only )?"?(\w+)"? (.*)$/.exec(text) ?? [];
  if (table && actions) {
    if (made.has(table)) return [];
    return topLevelParts(actions).flatMap((part) =>
      ALTERATIONS.filter(([pattern]) => pattern.test(part)).map(([, why]) => ({ statement: `${table}: ${part}`, why })),
    );
  }
  return STATEMENTS.flatMap(([pattern, why]) => {
    const [, of] = pattern.exec(text) ?? [];
    return of === undefined || made.has(of) ? [] : [{ statement: text, why }];
  });
}

interface Statement {
  /** In small letters and one line, without comments; what stands in quotes or dollars may differ. */
  text: string;
  reviewed: boolean;
}

/** A literal, a quoted name, a body in dollars, or a comment: semicolons inside end nothing. */
const WHOLE = /\$(\w*)\$[\s\S]*?\$\1\$|'(?:[^']|'')*'|"[^"]*"|--[^\n]*|\/\*[\s\S]*?\*\/|;|[^;$'"/-]+|[\s\S]/g;

function statementsOf(migration: string): Statement[] {
  const statements: Statement[] = [];
  let current = { text: '', reviewed: false };
  for (const [piece] of migration.matchAll(WHOLE)) {
    if (piece.startsWith('--') || piece.startsWith('/*')) {
      current.reviewed ||= /^-- reviewed: \S/.test(piece);
    } else if (piece === ';') {
      statements.push(current);
      current = { text: '', reviewed: false };
    } else {
      current.text += piece;
    }
  }
  return [...statements, current]
    .map(({ text, reviewed }) => ({ text: text.replace(/\s+/g, ' ').trim().toLowerCase(), reviewed }))
    .filter(({ text }) => text !== '');
}

/** Split at the commas that stand in no brackets. */
function topLevelParts(text: string): string[] {
  const parts = [''];
  let depth = 0;
  for (const character of text) {
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    if (character === ',' && depth === 0) parts.push('');
    else parts[parts.length - 1] += character;
  }
  return parts.map((part) => part.trim());
}
