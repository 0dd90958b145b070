import { randomUUID } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { globalId } from '#server/graphql/ids.ts';
import { startTestApp, type TestApp } from '#test/kit/api.ts';
import { createEmptyDatabase, createTestDatabase, type TestDatabase } from '#test/kit/database.ts';
import { type CliKit, cliOn } from '../cli/cli-kit.ts';

const BOOK = 'mutation ($input: BookSeatInput!) { bookSeat(input: $input) { __typename } }';
const ODD = 'Nome con «virgolette», \\barre\\, \ttabulazioni\ne righe \\. e \\N';

let app: TestApp;
let source: TestDatabase;
let cli: CliKit;
let file: string;

beforeAll(async () => {
  source = await createTestDatabase();
  app = await startTestApp({ database: source });
  const campaign = await app.seed.campaign({ title: ODD });
  const session = await app.seed.session(await app.seed.lab(campaign.id), { capacity: 3 });
  for (let n = 0; n < 3; n++) {
    const { cookie } = await app.signedIn();
    await app.send(
      BOOK,
      { input: { sessionId: globalId('LabSession', session.id), idempotencyKey: randomUUID() } },
      { cookie },
    );
  }
  // Another test's open transaction on the same server can put the sealing off.
  await vi.waitFor(async () => {
    await app.app.chainer.sealNow();
    const { rows } = await app.app.db.pool.query(
      'select 1 from audit_event e left join audit_seal s on s.event_id = e.id where s.seq is null',
    );
    expect(rows).toEqual([]);
  }, 20_000);
  cli = cliOn(source.url, source.ownerUrl);
  file = path.join(cli.folder, 'copia.gz');
});

afterAll(async () => {
  cli.dispose();
  await app.stop();
  await source.drop();
});

/** Every row of every table as text, in an order of its own. */
async function contents(database: TestDatabase): Promise<Record<string, string[]>> {
  const client = new pg.Client({ connectionString: database.ownerUrl });
  await client.connect();
  const { rows: tables } = await client.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname in ('public', 'graphile_worker') and tablename not in ('_prisma_migrations', 'migrations') order by 1`,
  );
  const found: Record<string, string[]> = {};
  for (const { name } of tables) {
    const { rows } = await client.query<{ row: string }>(`select t::text as row from ${name} t order by 1`);
    found[name] = rows.map(({ row }) => row);
  }
  const { rows } = await client.query<{ row: string }>(
    `select sequencename || ' ' || last_value as row from pg_sequences where last_value is not null order by 1`,
  );
  await client.end();
  return { ...found, sequences: rows.map(({ row }) => row) };
}

async function restored(into: TestDatabase, from = file): Promise<{ code: number; said: string; complained: string }> {
  const other = cliOn(into.url, into.ownerUrl);
  try {
    return await other.run('restore', from);
  } finally {
    other.dispose();
  }
}

describe('backup and restore', () => {
  it('[OPS-03] writes while the service works, reads it again, and leaves it to its owner alone', async () => {
    const ran = await cli.run('backup', file);
    expect(ran).toMatchObject({ code: 0, complained: '' });
    expect(ran.said).toMatch(/^Copia scritta e riletta: \d+ righe in \d+ tabelle\.\n/);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const again = await cli.run('backup', file);
    expect(again.code).toBe(1);
    expect(again.complained).toContain('esiste già');
  });

  it('[OPS-03] [FLT-40] gives an empty database every row, sequence and seal back', async () => {
    const into = await createEmptyDatabase();
    const ran = await restored(into);
    expect(ran.said).toMatch(
      /✔ righe tutte presenti.*\n✔ posti contati.*\n✔ registro integro: \d+ eventi sigillati\nCopia del /,
    );
    expect(ran.code).toBe(0);
    const [before, after] = [await contents(source), await contents(into)];
    expect(before['public.booking']).toHaveLength(3);
    expect(before['public.mail']).toHaveLength(3);
    expect(after).toEqual(before);
    // The application works on it, with rights that were given again, and new ids follow the old ones.
    const served = await startTestApp({ database: into });
    const [campaign] = await served.app.db.prisma.campaign.findMany();
    expect(campaign?.title).toBe(ODD);
    await served.signedIn();
    await vi.waitFor(async () => expect(await served.app.chainer.sealNow()).toBeGreaterThan(0), 20_000);
    expect((await cliOn(into.url, into.ownerUrl).run('audit', 'verify')).code).toBe(0);
    await expect(served.app.db.pool.query('delete from audit_event')).rejects.toThrow('permission denied');
    await served.stop();
    await into.drop();
  });

  it('[OPS-03] also into a database that is migrated and empty, and never into one that holds something', async () => {
    const into = await createTestDatabase();
    expect((await restored(into)).code).toBe(0);
    const before = await contents(into);
    const ran = await restored(into);
    expect(ran.code).toBe(1);
    expect(ran.complained).toContain('non è vuoto');
    expect(await contents(into)).toEqual(before);
    await into.drop();
  });

  it('[OPS-03] not while a server works on it', async () => {
    const into = await createTestDatabase();
    const busy = await startTestApp({ database: into });
    expect((await restored(into)).complained).toContain('Un server lavora su questo database');
    await busy.stop();
    await into.drop();
  });

  it('[OPS-03] says that the key is another', async () => {
    const into = await createEmptyDatabase();
    expect((await restored(into)).complained).toContain('La chiave del server non è quella della copia');
    await into.drop();
  });

  it.each<[string, (whole: Buffer) => Buffer, RegExp]>([
    ['cut off', (whole) => whole.subarray(0, whole.length - 200), /incompleta o rovinata/],
    ['cut off between two rows', (whole) => gzipSync(gunzipSync(whole).subarray(0, -400)), /incompleta o rovinata/],
    [
      'altered',
      (whole) => Buffer.concat([whole.subarray(0, -900), Buffer.from([0, 1, 2, 3]), whole.subarray(-896)]),
      /incompleta o rovinata/,
    ],
    [
      'without a row',
      (whole) =>
        gzipSync(
          gunzipSync(whole)
            .toString('utf8')
            .replace(/(COPY public\.booking .*\n).*\n/, '$1'),
        ),
      /incompleta o rovinata/,
    ],
    ['a web page', () => Buffer.from('<html></html>'), /non è una copia/],
    [
      'of another format',
      (whole) => gzipSync(gunzipSync(whole).toString('utf8').replace('"format":1', '"format":2')),
      /formato/,
    ],
    [
      'of a later version',
      (whole) =>
        gzipSync(gunzipSync(whole).toString('utf8').replace('"migrations":[', '"migrations":["29990101000000_later",')),
      /29990101000000_later/,
    ],
  ])('[OPS-03] refuses a file that is %s and leaves the database empty', async (_what, spoil, reason) => {
    const into = await createEmptyDatabase();
    const spoilt = path.join(cli.folder, 'rovinata.gz');
    writeFileSync(spoilt, spoil(readFileSync(file)));
    const ran = await restored(into, spoilt);
    expect(ran.code).toBe(1);
    expect(ran.complained).toMatch(reason);
    const found = await contents(into);
    expect(Object.entries(found).filter(([, rows]) => rows.length > 0)).toEqual([]);
    await into.drop();
  });

  it('[OPS-03] a table that cannot take its rows undoes all of them', async () => {
    const into = await createEmptyDatabase();
    const spoilt = path.join(cli.folder, 'doppia.gz');
    const text = gunzipSync(readFileSync(file)).toString('utf8');
    const [, head = '', row = ''] = /(COPY public\.booking .*\n)(.*\n)/.exec(text) ?? [];
    const rows = /"name":"public\.booking".*?"rows":(\d+)/.exec(text);
    expect(rows?.[1]).toBe('3');
    const doubled = text.replace(head + row, head + row + row).replace(/("name":"public\.booking".*?"rows":)3/, '$14');
    writeFileSync(spoilt, gzipSync(doubled));
    const ran = await restored(into, spoilt);
    expect(ran.code).toBe(1);
    expect(Object.values(await contents(into)).flat()).toEqual([]);
    await into.drop();
  });
});
