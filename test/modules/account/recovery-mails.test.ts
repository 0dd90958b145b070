import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { RECOVERY_LIMITS } from '#server/modules/account/recovery-rules.ts';
import { sql } from '#server/platform/db/db.ts';
import { PASSWORD, startTestApp, type TestApp } from '#test/kit/api.ts';
import { HOUR_MS } from '#test/kit/clock.ts';
import { NEW_PASSWORD, type RecoveryBench, recoveryBench } from './recovery-kit.ts';

let test: TestApp;
let bench: RecoveryBench;
let passwordHash: string;
beforeAll(async () => {
  test = await startTestApp();
  bench = recoveryBench(test);
  passwordHash = await test.app.passwords.hash(PASSWORD);
});
// Limits count the last hour.
beforeEach(() => test.clock.advance(HOUR_MS));
afterAll(async () => {
  await bench.dispose();
  await test.stop();
});

const person = (email?: string | null) => test.seed.person({ passwordHash, ...(email === undefined ? {} : { email }) });

/** What was answered, as it would be for any other request. */
function withoutNumber(answer: unknown, number: number): string {
  return JSON.stringify(answer).replaceAll(new RegExp(`(?<="number":|numero |richiesta )${number}\\b`, 'g'), 'N');
}

async function school(code: string, email: string | null): Promise<void> {
  await test.app.db.query(sql`
    insert into school (code, name, municipality, province_code, registry, school_year, email, updated_at)
    values (${code}, 'Scuola di prova', 'Provetta', 'PV', 'prova', '2026/27', ${email}, ${test.clock.now()})`);
}

describe('the mail of a recovery', () => {
  it('[CHK-33][CHK-36][CHK-37][CHK-39][CHK-42][CHK-43][CHK-48][CHK-49][DEC-19] says all that it has to, in order', async () => {
    const { username } = await person();
    test.clock.set(new Date('2027-01-15T07:19:22Z'));
    const asked = await bench.ask(username);
    const [mail] = await bench.post();
    expect(mail?.subject).toBe(`[UP] Richiesta numero ${asked.number} da utente per recupero password`);
    const said = [
      'Ufficio di prova',
      `In data 15/01/2027 08:19:22 è stato chiesto il recupero della password per l’utente con nome utente ${username}`,
      '(consigliato)',
      `http://localhost:4000/recupero/link/${asked.link}`,
      'OPPURE',
      `Codice di controllo: ${asked.code}`,
      'valgono 30 minuti dalla richiesta, fino alle 08:49, e si usano una volta sola',
      'ricomincia da http://localhost:4000/recupero',
      'non fare nulla: la password attuale resta',
      'Ufficio di prova · http://localhost:4000',
      'Messaggio automatico: non leggiamo le risposte',
    ];
    const places = said.map((words) => mail!.text.indexOf(words));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(mail?.html).toContain(asked.code);
  });

  it('[DEC-03] its link carries one opaque token and no name', async () => {
    const { username, fiscalCode } = await person();
    const asked = await bench.ask(username);
    expect(asked.link).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(asked.link).not.toContain(username);
    expect(Buffer.from(asked.link, 'base64url').toString('latin1')).not.toContain(fiscalCode);
  });

  it('[SEC-034] its link is of the configured site, whatever the request says of its host', async () => {
    const { username } = await person();
    await bench.start(username, { headers: { 'x-forwarded-host': 'furto.example', 'x-forwarded-proto': 'ftp' } });
    const [mail] = await bench.post();
    expect(mail?.text).toContain('http://localhost:4000/recupero/link/');
    expect(mail?.text).not.toContain('furto');
  });

  it('[CHK-38][ACC-06] goes to the account’s own contact, of the kind that was chosen', async () => {
    const { username, accountId } = await person('prima@posta.example');
    await test.app.db.query(sql`
      update account set institutional_email = 'ufficio@scuola.example' where id = ${accountId}::uuid`);
    await bench.start(username, { channel: 'INSTITUTIONAL_EMAIL' });
    expect((await bench.post()).map(({ to }) => to)).toEqual(['ufficio@scuola.example']);
    await bench.start(username);
    expect((await bench.post()).map(({ to }) => to)).toEqual(['prima@posta.example']);
  });

  it('[DEC-21][SEC-010] no secret of it rests in any row, not even in the job', async () => {
    const asked = await bench.ask((await person()).username);
    const held = asked.cookie.split('=')[1]!;
    const { rows: tables } = await test.app.db.pool.query<{ name: string }>(`
      select format('%I.%I', table_schema, table_name) as name from information_schema.tables
      where table_schema in ('public', 'graphile_worker') and table_type = 'BASE TABLE' and table_name <> 'dev_message'`);
    for (const { name } of tables) {
      const { rows } = await test.app.db.pool.query<{ row: string }>(`select t::text as row from ${name} t`);
      const text = rows.map(({ row }) => row).join('\n');
      for (const secret of [asked.code, asked.link, held]) {
        expect(text).not.toContain(secret);
        expect(text).not.toContain(Buffer.from(secret).toString('hex'));
        expect(text).not.toContain(Buffer.from(secret, 'base64url').toString('hex'));
      }
    }
  });

  it('[DEC-21] a job that is run again sends nothing more; a mail that is sent again says the same', async () => {
    const asked = await bench.ask((await person()).username);
    const [job] = await test.app.db.query<{ payload: object }>(sql`
      select j.payload from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
      where t.identifier = 'account.sendRecovery'`);
    const [first] = await bench.post();
    await test.app.db.query(sql`
      select 1 from graphile_worker.add_job('account.sendRecovery', ${JSON.stringify(job!.payload)}::json)`);
    expect(await bench.post()).toEqual([]);
    await test.app.db.query(sql`delete from dev_message`);
    await test.app.db.query(sql`
      update mail set state = 'WAITING', settled_at = null where params ->> 'number' = ${String(asked.number)}`);
    expect(await bench.post()).toEqual([first]);
  });
});

describe('a name that is nobody’s', () => {
  it('[DEC-04][SEC-033] gets the same answer, the same rows and a job, and no mail', async () => {
    const { username } = await person();
    const answers: string[] = [];
    const traces: unknown[] = [];
    for (const identifier of [username, 'nessuno.con.questo.nome']) {
      const { outcome, headers } = await bench.start(identifier);
      const { number } = outcome.recovery!;
      const cookies = headers.getSetCookie().map((line) => line.replace(/=[\w-]{43};/, '=…;'));
      answers.push(withoutNumber([outcome, cookies], number));
      const [row] = await test.app.db.query<Record<string, unknown>>(
        sql`select * from recovery_request where number = ${number}`,
      );
      const jobs = await test.app.db.query(sql`
        select t.identifier from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
        where t.identifier like 'account.%'`);
      const shape = Object.entries(row!).map(([name, value]) =>
        name === 'account_id' ? name : [name, Buffer.isBuffer(value) ? value.length : typeof value],
      );
      const events = await test.app.db.query(sql`
        select event from audit_event where data ->> 'number' = ${String(number)}`);
      traces.push([shape, jobs, events]);
      await test.app.db.query(sql`delete from graphile_worker._private_jobs`);
    }
    expect(answers[0]).toBe(answers[1]);
    expect(traces[0]).toEqual(traces[1]);
    await bench.start('nessuno.con.questo.nome');
    expect(await bench.post()).toEqual([]);
  });

  it('[DEC-04] is not told apart by what the owner does with the mail, nor by codes', async () => {
    const owned = await bench.ask((await person()).username);
    const nobodys = await bench.ask('nessuno.con.altro.nome');
    await bench.link(owned.link);
    const asker = async ({ number, cookie }: typeof owned) => {
      const before = await bench.seen(number, cookie);
      const outcomes = [];
      for (let n = 0; n < 6; n++) outcomes.push((await bench.code(number, 'ABCDEFGHJK', cookie)).outcome);
      const after = await bench.seen(number, cookie);
      return withoutNumber([before, outcomes, after], number);
    };
    expect(await asker(owned)).toBe(await asker(nobodys));
  });

  it('[DEC-04] no code opens it, not even the one that would be its own', async () => {
    const nobodys = await bench.ask('nessuno.di.nessuno');
    expect((await bench.code(nobodys.number, nobodys.code, nobodys.cookie)).outcome).toMatchObject({ attemptsLeft: 4 });
    expect((await bench.link(nobodys.link)).outcome.__typename).toBe('UnknownRecoveryLinkError');
    expect(await bench.seenByLink(nobodys.link)).toBeNull();
  });

  it('[DEC-04] a disabled account, and one without the contact, are answered alike and get nothing', async () => {
    const disabled = await person();
    await test.app.services.account.disable(disabled.accountId, { actorId: null, requestId: null });
    const without = await person(null);
    for (const { username } of [disabled, without]) {
      expect((await bench.start(username)).outcome.__typename).toBe('RecoveryStarted');
    }
    expect(await bench.post()).toEqual([]);
  });
});

describe('limits', () => {
  it('[SEC-015] five mails an hour an address: the sixth is answered alike, not sent, and ends no earlier request', async () => {
    const { username } = await person();
    for (let n = 0; n < 4; n++) await bench.start(username);
    const fifth = await bench.ask(username);
    const sixth = await bench.ask(username);
    expect(Object.keys(sixth.seen)).toEqual(Object.keys(fifth.seen));
    expect(sixth.seen).toMatchObject({ state: 'OPEN', attemptsLeft: 5 });
    const subjects = (await bench.post()).map(({ subject }) => subject);
    expect(subjects).toHaveLength(RECOVERY_LIMITS.mailsAnAddress);
    expect(subjects).not.toContain(sixth.seen.subject);
    expect((await bench.link(fifth.link)).outcome.__typename).toBe('RecoveryConfirmed');
    test.clock.advance(HOUR_MS);
    await bench.start(username);
    expect(await bench.post()).toHaveLength(1);
  });

  it('[SEC-015] counts the address, whichever accounts share it, and asking for the user name too', async () => {
    const address = 'famiglia@posta.example';
    const one = await person(address);
    const other = await person(address);
    for (let n = 0; n < 2; n++) await bench.start(one.username);
    for (let n = 0; n < 2; n++) await bench.start(other.username);
    await bench.username(one.fiscalCode);
    await bench.username(other.fiscalCode);
    await bench.start(other.username);
    expect(await bench.post()).toHaveLength(RECOVERY_LIMITS.mailsAnAddress);
  });

  it('[SEC-015] one network cannot ask for everybody', async () => {
    const since = test.clock.now();
    const people = await test.seed.people(3, { passwordHash });
    await test.app.db.query(sql`
      insert into recovery_request (id, owner_key, network_key, browser_hash, link_hash, code_hash, created_at, expires_at)
      select gen_random_uuid(), 'x', (select network_key from recovery_request order by number desc limit 1),
        sha256(('b' || n)::bytea), sha256(('l' || n)::bytea), 'x', ${since}, ${new Date(since.getTime() + HOUR_MS)}
      from generate_series(1, ${RECOVERY_LIMITS.requestsANetwork - 2}::int) n`);
    for (const { username } of people) {
      expect((await bench.start(username)).outcome.__typename).toBe('RecoveryStarted');
    }
    expect(await bench.post()).toHaveLength(2);
  });

  it('[DEC-09] a security check counts once, and only as it was made', async () => {
    const { username: identifier } = await person();
    const securityCheck = await bench.proof();
    const asked = () => bench.startWith({ identifier, securityCheck }).then(({ outcome }) => outcome.__typename);
    const racers = await Promise.all(Array.from({ length: 20 }, asked));
    expect(racers.filter((kind) => kind === 'RecoveryStarted')).toHaveLength(1);
    expect(racers.filter((kind) => kind === 'SecurityCheckError')).toHaveLength(19);

    const made = JSON.parse(await bench.proof());
    const forged = [
      '',
      'null',
      '{"challenge":{},"solution":{}}',
      JSON.stringify({ ...made, solution: { ...made.solution, derivedKey: '00'.repeat(32) } }),
      JSON.stringify({ ...made, challenge: { ...made.challenge, signature: '00'.repeat(32) } }),
      JSON.stringify({
        ...made,
        challenge: { ...made.challenge, parameters: { ...made.challenge.parameters, data: { until: 9e15 } } },
      }),
    ];
    for (const securityCheck of forged) {
      expect((await bench.startWith({ identifier, securityCheck })).outcome.__typename).toBe('SecurityCheckError');
    }
    const old = JSON.stringify(made);
    test.clock.advance(HOUR_MS);
    expect((await bench.startWith({ identifier, securityCheck: old })).outcome.__typename).toBe('SecurityCheckError');
  });

  it('[SEC-027] one credential a document, whichever fields check it', async () => {
    const { errors } = await test.send(`mutation {
      a: confirmRecoveryCode(input: { number: 1, code: "AAAAAAAAAA" }) { __typename }
      b: confirmRecoveryCode(input: { number: 1, code: "BBBBBBBBBB" }) { __typename }
      c: confirmRecoveryLink(token: "x") { __typename }
      d: chooseRecoveredPassword(password: "x") { __typename }
    }`);
    expect(errors.map(({ extensions }) => extensions.code)).toContain('LIMIT_EXCEEDED');
  });
});

describe('other mails', () => {
  it('[ACC-05][SEC-017] tells of the changed password, and from which device', async () => {
    const { username } = await person();
    const { cookie } = await bench.link((await bench.ask(username)).link);
    await bench.post();
    await bench.choose(NEW_PASSWORD, cookie);
    const mails = await bench.post();
    expect(mails.map(({ subject }) => subject)).toEqual(['La tua password è cambiata']);
    expect(mails[0]?.to).toBe(`${username}@sportello.example`);
    expect(mails[0]?.text).toContain('http://localhost:4000/recupero');
    expect(mails[0]?.text).not.toContain(NEW_PASSWORD);
  });

  it('[ACC-05][POL-603] tells of the lock once, to who exists; the same work is done for who does not', async () => {
    const { username } = await person();
    const jobsOf = async (identifier: string) => {
      for (let n = 0; n < 8; n++) await test.signIn(identifier, `sbagliata ${n}`).catch(() => undefined);
      const jobs = await test.app.db.query(sql`
        select t.identifier from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
        where t.identifier like 'account.%'`);
      const mails = await bench.post();
      return { jobs, mails };
    };
    const known = await jobsOf(username);
    const unknown = await jobsOf('nessuno.che.si.blocchi');
    expect(known.jobs).toEqual([{ identifier: 'account.tellLock' }]);
    expect(unknown.jobs).toEqual(known.jobs);
    expect(unknown.mails).toEqual([]);
    expect(known.mails.map(({ to, subject }) => [to, subject])).toEqual([
      [`${username}@sportello.example`, 'Accesso sospeso per 15 minuti'],
    ]);
    expect(known.mails[0]?.text).toContain('http://localhost:4000/recupero, la sospensione finisce subito');
  });

  it('[POL-602][DEC-04] sends the user name to the address of the account, and always answers the same', async () => {
    const one = await person('smemorata@posta.example');
    const answers = [
      await bench.username(one.fiscalCode.toLowerCase()),
      await bench.username('Smemorata@Posta.example'),
      await bench.username('nessuna@posta.example'),
      await bench.username('PRVTST80A01A000Z'),
    ];
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    const mails = await bench.post();
    expect(mails.map(({ to, subject }) => [to, subject])).toEqual([
      ['smemorata@posta.example', 'Il tuo nome utente'],
      ['smemorata@posta.example', 'Il tuo nome utente'],
    ]);
    for (const { text } of mails) expect(text).toContain(one.username);
  });

  it('[DEC-17][CHK-05][CHK-15][CHK-16] a school collects its first password at its official mailbox', async () => {
    await school('PRVA000011', 'segreteria@prva000011.scuola.example');
    await school('PRVA000012', null);
    const asked = await bench.ask('prva000011');
    await bench.start('PRVA000012');
    const mails = await bench.post();
    expect(mails.map(({ to }) => to)).toEqual(['segreteria@prva000011.scuola.example']);
    expect(mails[0]?.text).toContain('prva000011');
    const { cookie } = await bench.code(asked.number, asked.code, asked.cookie);
    expect((await bench.choose(NEW_PASSWORD, cookie)).outcome.__typename).toBe('PasswordRecovered');
    expect(await test.signIn('PRVA000011', NEW_PASSWORD)).toContain('__Host-sportello=');
    const [account] = await test.app.db.query(sql`select kind from account where school_code = 'PRVA000011'`);
    expect(account).toEqual({ kind: 'INSTITUTION' });
  });
});
