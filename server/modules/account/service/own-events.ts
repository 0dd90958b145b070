import type { Viewer } from '../../../graphql/context.ts';
import { type AuditRecord, listAuditOf, listLatestAudit } from '../../../platform/audit/reading.ts';
import { asPage, type Page, type PageWish, pageOf } from '../../../platform/paging.ts';
import { deviceOf } from '../../../platform/user-agent.ts';
import { createWatch, type Freshness, type WatchedRow } from '../../../platform/watch.ts';
import { findUserAgents } from '../own-sessions-store.ts';
import { loginSessionOf, SECURITY_EVENT_NAMES, type SecurityEvent, securityEventOf } from '../security-events.ts';
import type { AccountDeps } from './deps.ts';

export interface AccountEventsMessage {
  version: number;
  at: Date;
  /** None in the first message; then what happened since the one before, the oldest first. */
  events: SecurityEvent[];
  freshness: Freshness;
}

export interface OwnEventUseCases {
  /** Accesses and changes of the viewer's account, the newest first (ACC-04). */
  pageOfEvents(viewer: Viewer, wish: PageWish): Promise<Page<SecurityEvent>>;
  /** All of them, for a file; at most the newest 10,000. */
  listEvents(viewer: Viewer): Promise<SecurityEvent[]>;
  watchEvents(viewer: Viewer): AsyncIterableIterator<AccountEventsMessage>;
}

declare module '../../../platform/pubsub/bus.ts' {
  interface Topics {
    /** The audit of these accounts holds something new for their owners. */
    'account.noted': { accountIds: string[] };
  }
}

interface EventsRow extends WatchedRow {
  records: AuditRecord[];
}

const EVENT_ID = /^\d{1,18}$/;
const MOST_IN_A_FILE = 10_000;
// More than happens to one account between two reads.
const WATCHED_EACH = 20;

export async function createOwnEvents(deps: AccountDeps): Promise<OwnEventUseCases & { dispose(): void }> {
  const { db, bus, clock, logger } = deps;
  const events = SECURITY_EVENT_NAMES;

  async function withDevices(records: readonly AuditRecord[]): Promise<SecurityEvent[]> {
    const ids = records.flatMap((record) => loginSessionOf(record) ?? []);
    const userAgents = await findUserAgents(db, ids);
    return records.map((record) => {
      const userAgent = userAgents.get(loginSessionOf(record) ?? '');
      return securityEventOf(record, userAgent === undefined ? null : deviceOf(userAgent));
    });
  }

  const watch = createWatch<EventsRow>({
    ...{ bus, clock, logger },
    async read({ keys }) {
      const records = await listLatestAudit(db, { subjectIds: keys, events, each: WATCHED_EACH });
      return keys.map((key) => {
        const own = records.filter((record) => record.subjectId === key);
        // Grows with every new event, one that was committed after a younger one included.
        const version = 1 + own.reduce((sum, record) => sum + Number(record.id), 0);
        return { key, group: null, version, records: own };
      });
    },
  });
  const hint = ({ accountIds }: { accountIds: string[] }): void => watch.hint(accountIds);
  const stops = [await bus.subscribe('account.changed', hint), await bus.subscribe('account.noted', hint)];

  async function* follow(source: ReturnType<typeof watch.subscribe>): AsyncGenerator<AccountEventsMessage, undefined> {
    const told = new Set<string>();
    let version = 0;
    for (let result = await source.next(); !result.done; result = await source.next()) {
      const { rows, at, freshness } = result.value;
      const fresh = (rows[0]?.records ?? []).filter(({ id }) => !told.has(id));
      for (const { id } of fresh) told.add(id);
      version += 1;
      yield { version, at, freshness, events: version === 1 ? [] : await withDevices(fresh.reverse()) };
    }
    return undefined;
  }

  return {
    async pageOfEvents(viewer, wish) {
      const { size, after } = pageOf(wish, (key) => EVENT_ID.test(key));
      const limit = size + 1;
      const records = await listAuditOf(db, { subjectId: viewer.account.id, events, before: after, limit });
      return asPage(await withDevices(records), size, ({ id }) => id);
    },
    async listEvents(viewer) {
      const limit = MOST_IN_A_FILE;
      return await withDevices(await listAuditOf(db, { subjectId: viewer.account.id, events, before: null, limit }));
    },
    watchEvents(viewer) {
      const source = watch.subscribe({ keys: [viewer.account.id] });
      const messages = follow(source);
      return {
        next: () => messages.next(),
        // A generator that waits for its next message cannot be returned from outside: end the wait first.
        async return() {
          await source.return?.();
          return await messages.return(undefined);
        },
        [Symbol.asyncIterator]() {
          return this;
        },
      };
    },
    dispose() {
      watch.dispose();
      for (const stop of stops) stop();
    },
  };
}
