import type { Viewer } from '../../../graphql/context.ts';
import type { AccountDeps } from './deps.ts';
import { findRecords, type Proof } from './proof.ts';
import { rightsOf, viewerAt } from './viewer.ts';

export interface WatchedSession {
  /** Calls once when the session is over or its rights changed; the session is watched while anybody listens. */
  onEnd(listener: () => void): () => void;
  /** null when nobody listens, so that nothing is known. */
  stillHolds(): Promise<boolean | null>;
}

export interface SessionWatch {
  open(proof: Proof, viewer: Viewer): WatchedSession;
  ended(loginSessionIds: readonly string[]): void;
  changed(accountIds: readonly string[]): void;
  dispose(): void;
}

interface Watcher {
  proof: Proof;
  viewer: Viewer;
  rights: string;
  over: boolean;
  /** A hint said that its rights may have changed; they were not read since. */
  doubted: boolean;
  listeners: Set<() => void>;
}

// A revocation whose hint was lost is seen within this time (SEC-049 allows 5 s).
const RECHECK_MS = 2_000;

/** The sessions behind open sockets and streams: hints end them at once, one query for all makes good a lost hint. */
export function createSessionWatch({ db, clock, bus, logger, secondFactor }: AccountDeps): SessionWatch {
  const watchers = new Set<Watcher>();
  let running: Promise<void> | null = null;
  let next: Promise<void> | null = null;

  function finish(watcher: Watcher): void {
    watcher.over = true;
    watchers.delete(watcher);
    for (const listener of watcher.listeners) listener();
    watcher.listeners.clear();
  }

  async function readAll(): Promise<void> {
    const some = [...watchers];
    if (some.length === 0) return;
    try {
      const records = await findRecords(
        db,
        some.map((watcher) => watcher.proof),
      );
      const now = clock.now();
      for (const watcher of some) {
        watcher.doubted = false;
        const viewer = viewerAt(records.get(watcher.proof.hash.toString('hex')) ?? null, now, secondFactor.roles);
        if (!watcher.over && (!viewer || rightsOf(viewer) !== watcher.rights)) finish(watcher);
      }
    } catch (error) {
      // Whatever is personal is read from the same database, so nothing reaches anybody meanwhile.
      logger.warn({ err: error }, 'the sessions of open sockets could not be checked');
    }
  }

  /** A read that began after the call; calls that come together share one. */
  function recheck(): Promise<void> {
    next ??= (running ?? Promise.resolve()).then(() => {
      next = null;
      running = readAll();
      return running;
    });
    return next;
  }

  const rechecker = setInterval(() => void recheck(), RECHECK_MS);
  rechecker.unref();

  return {
    open(proof, viewer) {
      const watcher: Watcher = {
        proof,
        viewer,
        rights: rightsOf(viewer),
        over: false,
        doubted: false,
        listeners: new Set(),
      };
      return {
        onEnd(listener) {
          if (watcher.over) {
            queueMicrotask(listener);
            return () => undefined;
          }
          watcher.listeners.add(listener);
          watchers.add(watcher);
          return () => {
            watcher.listeners.delete(listener);
            if (watcher.listeners.size === 0) watchers.delete(watcher);
          };
        },
        async stillHolds() {
          if (watcher.over) return false;
          if (!watchers.has(watcher)) return null;
          if (watcher.doubted || bus.state === 'down') await recheck();
          return !watcher.over;
        },
      };
    },
    ended(loginSessionIds) {
      for (const watcher of watchers) if (loginSessionIds.includes(watcher.viewer.loginSessionId)) finish(watcher);
    },
    changed(accountIds) {
      const concerned = [...watchers].filter((watcher) => accountIds.includes(watcher.viewer.account.id));
      for (const watcher of concerned) watcher.doubted = true;
      if (concerned.length > 0) void recheck();
    },
    dispose() {
      clearInterval(rechecker);
      watchers.clear();
    },
  };
}
