import type { Viewer } from '../../../graphql/context.ts';
import { recordAudit } from '../../../platform/audit/audit.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { Db } from '../../../platform/db/db.ts';
import { isUuid } from '../../../platform/ids.ts';
import type { SubjectOf } from '../../../platform/mail/subjects.ts';
import { type OwnTable, readOwnRows } from '../../../platform/own-rows.ts';
import { asPage, type Page, type PageWish, pageOf } from '../../../platform/paging.ts';
import { findDataOwner } from '../own-data-store.ts';
import { listOwnMails, type MailPlace, type OwnMailRow } from '../own-mail-store.ts';

export interface OwnMail extends OwnMailRow {
  /** null: of a kind that is no longer written. */
  subject: string | null;
}

/** Everything that is kept of one account, by table. */
export interface OwnDataFile {
  exportedAt: string;
  /** Tables that hold nothing about people, each with the reason. */
  notIncluded: Record<string, string>;
  tables: Record<string, unknown[]>;
}

/** What of a person lies in the tables of every module. */
export interface OwnDataService {
  /** Mails owed to the viewer, the newest first, with how they fared. */
  pageOfMails(viewer: Viewer, wish: PageWish): Promise<Page<OwnMail>>;
  exportData(viewer: Viewer, requestId: string): Promise<OwnDataFile>;
}

declare module '../../../graphql/context.ts' {
  interface Services {
    ownData: OwnDataService;
  }
}

declare module '../../../platform/audit/audit.ts' {
  interface AuditEvents {
    'account.dataExported': { tables: number };
  }
}

export interface OwnDataDeps {
  db: Db;
  clock: Clock;
  /** Of every module. */
  tables: readonly OwnTable[];
  subjectOf: SubjectOf;
}

export function createOwnDataService({ db, clock, tables, subjectOf }: OwnDataDeps): OwnDataService {
  return {
    async pageOfMails(viewer, wish) {
      const { size, after } = pageOf(wish, (key) => placeOf(key) !== null);
      const place = after === null ? null : placeOf(after);
      const rows = await listOwnMails(db, { accountId: viewer.account.id, after: place, limit: size + 1 });
      const mails = rows.map((row) => ({ ...row, subject: subjectOf(row) }));
      return asPage(mails, size, ({ createdAt, id }) => `${createdAt.toISOString()} ${id}`);
    },
    async exportData(viewer, requestId) {
      const accountId = viewer.account.id;
      return await db.sqlTransaction(async (tx) => {
        const at = clock.now();
        const own = await readOwnRows(tx, tables, await findDataOwner(tx, accountId));
        const who = { actorId: accountId, subjectId: accountId, at, requestId };
        await recordAudit(tx, { event: 'account.dataExported', data: { tables: Object.keys(own).length }, ...who });
        const notIncluded = tables.flatMap((one) => ('notOwn' in one ? [[one.table, one.notOwn] as const] : []));
        return { exportedAt: at.toISOString(), notIncluded: Object.fromEntries(notIncluded), tables: own };
      });
    },
  };
}

function placeOf(key: string): MailPlace | null {
  const [instant = '', id = ''] = key.split(' ');
  const at = new Date(instant);
  return Number.isNaN(at.getTime()) || !isUuid(id) ? null : { at, id };
}
