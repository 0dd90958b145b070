import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '#test/kit/api.ts';
import { codeOf, peopleFile } from '../modules/account/people-kit.ts';
import { type CliKit, cliOn } from './cli-kit.ts';

let test: TestApp;
let cli: CliKit;
beforeAll(async () => {
  test = await startTestApp();
  cli = cliOn(test.database.url, test.database.ownerUrl);
});
afterAll(async () => {
  cli.dispose();
  await test.stop();
});

const held = async (cookie: string) =>
  (await test.ask<{ me: { roles: { role: string }[] } }>('{ me { roles { role } } }', {}, cookie)).me.roles;

describe('people at the command line', () => {
  it('[OPS-03] import people shows how far it is and tells what it did, or each value that is wrong', async () => {
    const file = cli.file(
      'persone.csv',
      peopleFile({ code: codeOf(1) }, { code: codeOf(2), email: 'due@scuola.example' }),
    );
    const ran = await cli.run('import', 'people', file);
    expect(ran).toMatchObject({ code: 0, complained: '', steps: ['reading', 'writing'] });
    expect(ran.said).toContain('Righe lette: 2.\n  persone: aggiunte 2 · aggiornate 0 · invariate 0');
    expect((await cli.run('import', 'people', file)).said).toContain('aggiunte 0 · aggiornate 0 · invariate 2');

    const wrong = await cli.run('import', 'people', cli.file('errate.csv', peopleFile({ code: 'PRVNNA80A41A944X' })));
    expect(wrong.code).toBe(1);
    expect(wrong.complained).toContain('riga 2, codice_fiscale: il codice fiscale non torna');
    expect(wrong.complained).not.toContain('PRVNNA80A41A944X');
  });

  it('[OPS-03] import places tells what it did', async () => {
    const ran = await cli.run('import', 'places', 'prisma/demo/places.csv');
    expect(ran.said).toContain('comuni: aggiunti 2 · aggiornati 0 · invariati 0');
  });

  it('[DSK-01][SEC-049] a role given and taken away here holds within 5 s on a session that is open elsewhere', async () => {
    const { username, cookie } = await test.signedIn();
    expect(await held(cookie)).toEqual([]);
    const given = await cli.run('grant', 'role', 'assistenza', '--username', username);
    expect(given).toMatchObject({ code: 0, complained: '' });
    await expect.poll(() => held(cookie), { timeout: 5_000 }).toEqual([{ role: 'HELPDESK' }]);
    const listed = await cli.run('list', 'roles', '--username', username);
    expect(listed.said).toMatch(/^[0-9a-f-]{36} {2}assistenza {2}ufficio {2}dal /);
    const taken = await cli.run('withdraw', 'role', listed.said.slice(0, 36));
    expect(taken.said).toBe('Ruolo tolto.\n');
    await expect.poll(() => held(cookie), { timeout: 5_000 }).toEqual([]);
  });

  it('[DSK-01] what does not hold is told in words', async () => {
    const { username } = await test.signedIn();
    for (const [args, words] of [
      [['preside', '--username', username], 'Non è un ruolo'],
      [['dirigente', '--username', username], 'serve la scuola'],
      [['ufficio', '--username', 'nessuno'], 'Nessun account attivo'],
      [['ufficio', '--username', username, '--from', 'domani'], '--from: scrivi un giorno'],
    ] as const) {
      const ran = await cli.run('grant', 'role', ...args);
      expect([ran.code, ran.complained]).toEqual([1, expect.stringContaining(words)]);
    }
    expect((await cli.run('withdraw', 'role', 'x')).code).toBe(1);
  });
});
