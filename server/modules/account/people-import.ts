import { recordAudit } from '../../platform/audit/audit.ts';
import type { Clock } from '../../platform/clock.ts';
import { type ByteSource, type OnProgress, type RowIssue, readCsv } from '../../platform/csv/csv.ts';
import { ADVISORY_LOCKS } from '../../platform/db/advisory-locks.ts';
import { type Db, type SqlTx, sql } from '../../platform/db/db.ts';
import { newId } from '../../platform/ids.ts';
import type { Bus } from '../../platform/pubsub/bus.ts';
import { baseOf, findPeopleByBase, type RegistryService, writePeople } from '../registry/service.ts';
import { type FilePerson, PEOPLE_OPTIONAL, PEOPLE_REQUIRED, parsePeople } from './people-parse.ts';
import {
  countWaitingAppointments,
  findMinistryClashes,
  openMinistryAccounts,
  refreshAccounts,
  writeAppointments,
} from './people-store.ts';
import { applyAppointments } from './service/appointments.ts';

export interface Counts {
  added: number;
  updated: number;
  unchanged: number;
}

interface Written {
  people: Counts;
  appointments: Counts;
  /** Accounts of the ministry that were opened. */
  accountsOpened: number;
  /** Roles given now. */
  granted: number;
  /** Appointments that wait for an account, those of earlier files included. */
  waiting: number;
}

export type PeopleReport =
  | ({ outcome: 'imported'; rows: number } & Written)
  | { outcome: 'rejected'; rows: number; rejected: RowIssue[] };

declare module '../../platform/audit/audit.ts' {
  interface AuditEvents {
    'account.peopleImported': Written;
  }
}

export interface PeopleFiles {
  /** The administration's people and their roles, all or none. Throws FileRefusedError. */
  importPeople(source: ByteSource, options?: { onProgress?: OnProgress }): Promise<PeopleReport>;
}

const CHUNK = 2_000;

/** What is wrong with a file that is well written but does not agree with what is known. */
class Disagreement extends Error {
  readonly issues: RowIssue[];

  constructor(issues: RowIssue[]) {
    super('the file does not agree with what is known');
    this.issues = issues;
  }
}

export function createPeopleFiles(deps: {
  db: Db;
  clock: Clock;
  bus: Bus;
  registry: Pick<RegistryService, 'listSchools'>;
}): PeopleFiles {
  const { db, clock, bus, registry } = deps;

  async function schoolFaults(people: readonly FilePerson[]): Promise<RowIssue[]> {
    const wanted = people.flatMap(({ appointments }) => appointments).filter(({ schoolCode }) => schoolCode !== null);
    const codes = [...new Set(wanted.map(({ schoolCode }) => schoolCode ?? ''))];
    const schools = await registry.listSchools(codes);
    const open = new Set(schools.filter(({ isOpen }) => isOpen).map(({ code }) => code));
    return wanted
      .filter(({ schoolCode }) => !open.has(schoolCode ?? ''))
      .map(({ line, schoolCode }) => ({
        ...{ line, column: 'sede', key: 'people.row.noSuchSchool' },
        params: { value: schoolCode ?? '' },
      }));
  }

  async function write(tx: SqlTx, people: readonly FilePerson[], onProgress: OnProgress | undefined): Promise<Written> {
    const at = clock.now();
    await tx.query(sql`select pg_advisory_xact_lock(${ADVISORY_LOCKS.peopleImport})::text`);
    const known = await findPeopleByBase(
      tx,
      people.map(({ fiscalCode }) => baseOf(fiscalCode)),
    );
    const all = people.map((person) => ({ person, personId: known.get(baseOf(person.fiscalCode)) ?? newId() }));
    const ministry = all.flatMap(({ person: { ministryName, line }, personId }) =>
      ministryName === null ? [] : [{ username: ministryName, personId, line }],
    );
    const clashes = await findMinistryClashes(tx, ministry);
    if (clashes.length > 0) {
      const lineOf = new Map(ministry.map(({ username, line }) => [username, line]));
      throw new Disagreement(
        clashes.map(({ username, kind }) => ({
          ...{ line: lineOf.get(username) ?? 0, column: 'utenza_ministero', key: `people.row.ministry${kind}` },
          params: { value: username },
        })),
      );
    }

    const counts: Counts = { added: 0, updated: 0, unchanged: 0 };
    const changed = new Set<string>();
    for (let from = 0; from < all.length; from += CHUNK) {
      const some = all.slice(from, from + CHUNK);
      const ids = some.map(({ personId }) => personId);
      const written = await writePeople(
        tx,
        some.map(({ person }) => person),
        ids,
        at,
      );
      for (const key of Object.keys(counts) as (keyof Counts)[]) counts[key] += written[key];
      for (const id of await refreshAccounts(tx, ids)) changed.add(id);
      onProgress?.({ phase: 'writing', done: Math.min(from + CHUNK, all.length), total: all.length });
    }
    const opened = await openMinistryAccounts(tx, ministry, at);
    const { changedAccounts, ...appointments } = await writeAppointments(
      tx,
      all.flatMap(({ person, personId }) =>
        person.appointments.map(({ line: _line, ...one }) => ({ ...one, id: newId(), personId })),
      ),
    );
    const given = await applyAppointments(tx, { accountId: null, at, requestId: null });
    for (const id of [...changedAccounts, ...given]) changed.add(id);
    const result: Written = {
      ...{ people: counts, appointments, accountsOpened: opened.length, granted: given.length },
      waiting: await countWaitingAppointments(tx, at),
    };
    const anything = counts.added + counts.updated + appointments.added + appointments.updated + opened.length;
    if (anything + given.length > 0) {
      const who = { actorId: null, subjectId: null, at, requestId: null };
      await recordAudit(tx, { event: 'account.peopleImported', data: result, ...who });
    }
    tx.afterCommit(() => bus.publish('account.changed', { accountIds: [...changed] }));
    return result;
  }

  return {
    async importPeople(source, { onProgress } = {}) {
      const table = await readCsv(source, {
        ...{ required: PEOPLE_REQUIRED, optional: PEOPLE_OPTIONAL, delimiters: [',', ';'], lowerCaseColumns: true },
        ...(onProgress && { onProgress }),
      });
      const rows = table.rows.length;
      const { people, rejected } = parsePeople(table);
      const faults = [...rejected, ...(await schoolFaults(people))].sort((a, b) => a.line - b.line);
      if (faults.length > 0) return { outcome: 'rejected', rows, rejected: faults };
      try {
        const written = await db.sqlTransaction((tx) => write(tx, people, onProgress));
        return { outcome: 'imported', rows, ...written };
      } catch (error) {
        if (!(error instanceof Disagreement)) throw error;
        return { outcome: 'rejected', rows, rejected: error.issues };
      }
    },
  };
}
