import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPeopleFiles, type PeopleFiles, type PeopleReport } from '#server/modules/account/people-import.ts';
import { createRegistryService, omocodesOf, type RegistryService } from '#server/modules/registry/service.ts';
import { sql } from '#server/platform/db/db.ts';
import { startTestApp, type TestApp } from '#test/kit/api.ts';
import { codeOf, type PersonLine, peopleFile } from './people-kit.ts';

let test: TestApp;
let files: PeopleFiles;
let registry: RegistryService;
let next = 100;
beforeAll(async () => {
  test = await startTestApp();
  registry = createRegistryService(test.app);
  files = createPeopleFiles({ ...test.app, registry });
  await test.app.db.query(sql`
    insert into school (code, name, municipality, province_code, registry, school_year, updated_at)
    values ('PRVA000001', 'Scuola di prova', 'Provetta', 'PV', 'prova', '2026/27', now())`);
});
afterAll(() => test.stop());

const take = (...lines: PersonLine[]): Promise<PeopleReport> => files.importPeople([Buffer.from(peopleFile(...lines))]);
const code = () => codeOf(next++);
const person = (fiscalCode: string) => test.app.db.prisma.person.findUnique({ where: { fiscalCode } });
const roles = (accountId: string) =>
  test.app.db.prisma.roleGrant.findMany({ where: { accountId }, orderBy: { startsAt: 'asc' } });

/** An account of somebody, as a registration opens it. */
async function accountOf(fiscalCode: string, email: string): Promise<string> {
  const { accountId } = await test.seed.person({ email });
  await test.app.db.query(sql`
    update account set person_id = (select id from person where fiscal_code = ${fiscalCode}) where id = ${accountId}::uuid`);
  return accountId;
}
const issues = (report: PeopleReport) =>
  report.outcome === 'rejected' ? report.rejected.map(({ line, column, key }) => [line, column, key]) : [];

describe('importing the people whom the administration knows', () => {
  it('[OPS-03][POL-119] writes them, with the mailbox of the institution; the second time changes nothing', async () => {
    const fiscalCode = code();
    const line = { code: fiscalCode.toLowerCase(), email: 'Anna.Prova@scuola.example' };
    expect(await take(line)).toMatchObject({ outcome: 'imported', people: { added: 1, updated: 0, unchanged: 0 } });
    expect(await person(fiscalCode)).toMatchObject({
      lastName: 'Prova',
      institutionalEmail: 'anna.prova@scuola.example',
    });
    const rows = () => test.app.db.query(sql`select *, xmin::text from person order by id`);
    const audits = () => test.app.db.query(sql`select id from audit_event where event = 'account.peopleImported'`);
    const [before, told] = [await rows(), await audits()];
    expect(await take(line)).toMatchObject({ people: { added: 0, updated: 0, unchanged: 1 } });
    expect(await rows()).toEqual(before);
    expect(await audits()).toEqual(told);
  });

  it('[OPS-03][ACC-09] knows somebody by any form of the code, keeps what the file leaves blank', async () => {
    const fiscalCode = code();
    await take({ code: fiscalCode, email: 'prima@scuola.example' });
    const omocode = omocodesOf(fiscalCode)[77] ?? '';
    expect(await take({ code: omocode, firstName: 'Anna' })).toMatchObject({ people: { added: 0, unchanged: 1 } });
    const sum = await take({ code: omocode, email: 'dopo@scuola.example' });
    expect(sum).toMatchObject({ people: { updated: 1 } });
    expect(await person(fiscalCode)).toMatchObject({ institutionalEmail: 'dopo@scuola.example' });
  });

  it('[IAM-304] the account of somebody known gets the institution’s mailbox', async () => {
    const fiscalCode = code();
    await take({ code: fiscalCode });
    const accountId = await accountOf(fiscalCode, 'anna@posta.example');
    await take({ code: fiscalCode, email: 'anna@scuola.example' });
    const account = await test.app.db.prisma.account.findUniqueOrThrow({ where: { id: accountId } });
    expect(account).toMatchObject({ institutionalEmail: 'anna@scuola.example', displayName: 'Anna Prova' });
  });

  it('[OPS-03] takes all rows or none, and names line, column and reason of each that is wrong', async () => {
    const fine = code();
    const omocode = omocodesOf(codeOf(1))[3] ?? '';
    const report = await take(
      { code: fine },
      { code: 'PRVNNA80A41A944X' },
      { code: code(), lastName: '', email: 'senza chiocciola', sex: 'X', place: 'Bologna', ministry: 'AB1' },
      { code: code(), firstName: 'Zoe' },
      { code: code(), bornOn: '31/02/1980' },
      { code: codeOf(1), bornOn: '1990-01-01', sex: 'F', place: 'A944' },
      { code: code(), role: 'preside', from: '2026-09-01' },
      { code: code(), role: 'dirigente', from: '2026-09-01' },
      { code: code(), role: 'segreteria', seat: 'PRVA000009', from: '2026-09-01' },
      { code: code(), role: 'ufficio', seat: 'PRVA000001' },
      { code: code(), role: 'ufficio', from: '2026-09-01', to: '2026-08-01' },
      { code: code(), seat: 'PRVA000001' },
      { code: omocode },
    );
    expect(issues(report)).toEqual([
      [3, 'codice_fiscale', 'people.row.fiscalCode'],
      [4, 'cognome', 'file.row.missing'],
      [4, 'sesso', 'people.row.sex'],
      [4, 'luogo_nascita', 'people.row.place'],
      [4, 'email_istituzionale', 'people.row.email'],
      [4, 'utenza_ministero', 'people.row.ministryName'],
      [4, 'cognome', 'people.row.againstCode'],
      [5, 'nome', 'people.row.againstCode'],
      [6, 'data_nascita', 'people.row.day'],
      [7, 'data_nascita', 'people.row.againstCode'],
      [8, 'ruolo', 'people.row.role'],
      [9, 'sede', 'people.row.schoolNeeded'],
      [10, 'sede', 'people.row.noSuchSchool'],
      [11, 'sede', 'people.row.noSchool'],
      [11, 'dal', 'file.row.missing'],
      [12, 'al', 'people.row.period'],
      [13, 'sede', 'people.row.withoutRole'],
      [14, 'codice_fiscale', 'people.row.otherFacts'],
      [14, 'ruolo', 'people.row.twice'],
    ]);
    expect(await person(fine)).toBeNull();
  });

  it('[OPS-03][DSK-01] roles wait until the account is known to be the person’s, then hold for their days in Rome', async () => {
    const fiscalCode = code();
    const line = { code: fiscalCode, email: `p${next}@scuola.example` };
    const role = { role: 'segreteria', seat: 'PRVA000001', from: '01/09/2026', to: '2027-08-31' };
    expect(await take({ ...line, ...role })).toMatchObject({ appointments: { added: 1 }, granted: 0 });

    // Somebody who registered with this codice fiscale and a mailbox of their own: it may be anybody.
    const accountId = await accountOf(fiscalCode, 'sconosciuto@posta.example');
    expect(await take({ ...line, ...role })).toMatchObject({ granted: 0, waiting: expect.any(Number) });
    expect(await roles(accountId)).toEqual([]);

    await test.app.db.prisma.account.update({ where: { id: accountId }, data: { email: line.email } });
    expect(await take({ ...line, ...role })).toMatchObject({ appointments: { unchanged: 1 }, granted: 1 });
    expect(await roles(accountId)).toMatchObject([
      {
        role: 'DESK',
        schoolCode: 'PRVA000001',
        startsAt: new Date('2026-08-31T22:00:00Z'),
        endsAt: new Date('2027-08-31T22:00:00Z'),
      },
    ]);
    expect(await take({ ...line, ...role })).toMatchObject({ appointments: { unchanged: 1 }, granted: 0 });
    await take({ ...line, ...role, to: '2027-06-30' });
    expect(await roles(accountId)).toMatchObject([{ endsAt: new Date('2027-06-30T22:00:00Z') }]);
    const given = await test.app.db.query(sql`
      select 1 from audit_event where event = 'account.roleGranted' and subject_id = ${accountId}::uuid`);
    expect(given).toHaveLength(1);
  });

  it('[OPS-03] a role that the office gave already is not given twice; one taken away stays so', async () => {
    const fiscalCode = code();
    const email = `p${next}@scuola.example`;
    const line = { code: fiscalCode, email, role: 'assistenza', from: '2026-09-01' };
    await take({ code: fiscalCode, email });
    const accountId = await accountOf(fiscalCode, email);
    await test.seed.grant(accountId, 'HELPDESK');
    await take(line);
    const [given] = await roles(accountId);
    expect(await roles(accountId)).toHaveLength(1);
    await test.app.services.account.removeRole(given?.id ?? '', { actorId: null, requestId: null });
    await take(line);
    expect(await roles(accountId)).toMatchObject([{ endsAt: test.clock.now() }]);
  });

  it('[DEC-15][IAM-202] accounts of the ministry are opened without a password, and their roles hold at once', async () => {
    const fiscalCode = code();
    const line = { code: fiscalCode, email: 'mi@ministero.example', ministry: 'MI54321' };
    const report = await take({ ...line, role: 'ufficio', from: '2026-09-01' });
    expect(report).toMatchObject({ accountsOpened: 1, granted: 1 });
    const account = await test.app.db.prisma.account.findUniqueOrThrow({ where: { username: 'mi54321' } });
    expect(account).toMatchObject({ ministry: true, passwordHash: null, email: 'mi@ministero.example' });
    expect(await take({ ...line, role: 'ufficio', from: '2026-09-01' })).toMatchObject({
      accountsOpened: 0,
      granted: 0,
    });

    const other = code();
    await take({ code: other });
    await accountOf(other, 'altra@posta.example');
    expect(
      issues(await take({ code: code(), ministry: 'MI54321' }, { code: other, ministry: 'MI11111' })).sort(),
    ).toEqual([
      [2, 'utenza_ministero', 'people.row.ministryTAKEN'],
      [3, 'utenza_ministero', 'people.row.ministryOTHER_ACCOUNT'],
    ]);
  });

  it('[OPS-03] several rows are one person with several roles; what disagrees is told', async () => {
    const fiscalCode = code();
    const first = { code: fiscalCode, email: 'due@scuola.example', role: 'assistenza', from: '2026-09-01' };
    const second = { code: fiscalCode, role: 'segreteria', from: '2026-09-01' };
    expect(await take(first, second)).toMatchObject({ people: { added: 1 }, appointments: { added: 2 } });
    expect(issues(await take(first, first, { ...second, email: 'tre@scuola.example' }))).toEqual([
      [3, 'ruolo', 'people.row.sameRole'],
      [4, 'email_istituzionale', 'people.row.otherFacts'],
    ]);
  });

  it('[OPS-03] the sample of the documentation is taken whole', async () => {
    for (const name of ['schools-state.csv', 'schools-paritarie.csv']) {
      await registry.importSchools([readFileSync(`prisma/demo/${name}`)], { demo: true });
    }
    const report = await files.importPeople([readFileSync('prisma/demo/people.csv')]);
    expect(report).toMatchObject({ outcome: 'imported', people: { added: 5 }, accountsOpened: 1 });
  });
});
