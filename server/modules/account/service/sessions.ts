import type { SignInHold, Viewer } from '../../../graphql/context.ts';
import { SESSION } from '../rules.ts';
import { touchSession } from '../store.ts';
import { touchAccessToken } from '../tokens-store.ts';
import type { AccountDeps } from './deps.ts';
import { proofOf } from './proof.ts';
import { createSessionCache } from './session-cache.ts';
import { createSessionWatch } from './session-watch.ts';
import { rightsOf, viewerAt } from './viewer.ts';

export interface Sessions {
  /** Who holds the cookie's or the access token now; null when it opens nothing. Counts as use of it. */
  resolve(token: string): Promise<Viewer | null>;
  /** The sign-in of a long-lived read or socket; it watches the session while somebody listens. */
  hold(token: string, viewer: Viewer): SignInHold;
  /** After commit: these sign-ins or access tokens are over, here and on every server. */
  ended(loginSessionIds: string[]): void;
  /** After commit: roles, state or language of these accounts changed, here and on every server. */
  changed(accountIds: string[]): void;
  dispose(): void;
}

export async function createSessions(deps: AccountDeps): Promise<Sessions> {
  const { db, clock, bus } = deps;
  const { roles: needSecondFactor } = deps.secondFactor;
  const cache = createSessionCache(deps);
  const watch = createSessionWatch(deps);

  function onEnded({ loginSessionIds }: { loginSessionIds: string[] }): void {
    cache.evict((record) => loginSessionIds.includes(record.id));
    watch.ended(loginSessionIds);
  }

  function onChanged({ accountIds }: { accountIds: string[] }): void {
    cache.evict((record) => accountIds.includes(record.account.id));
    watch.changed(accountIds);
  }

  const stops = [
    await bus.subscribe('account.sessionEnded', onEnded),
    await bus.subscribe('account.changed', onChanged),
    bus.onState(() => cache.evict(() => true)),
  ];

  async function look(token: string): Promise<Viewer | null> {
    const proof = proofOf(token);
    return proof ? viewerAt(await cache.read(proof), clock.now(), needSecondFactor) : null;
  }

  return {
    async resolve(token) {
      const proof = proofOf(token);
      if (!proof) return null;
      const record = await cache.read(proof);
      const now = clock.now();
      if (!record || !viewerAt(record, now, needSecondFactor)) return null;
      const before = new Date(now.getTime() - SESSION.touchMs);
      if (record.lastUsedAt <= before) {
        record.lastUsedAt = now;
        await (proof.kind === 'SIGN_IN' ? touchSession : touchAccessToken)(db, record.id, now, before);
      }
      return viewerAt(record, now, needSecondFactor);
    },
    hold(token, viewer) {
      const rights = rightsOf(viewer);
      const proof = proofOf(token);
      if (!proof) throw new Error('a viewer without a proof');
      const watched = watch.open(proof, viewer);
      return {
        onEnd: watched.onEnd,
        async stillHolds() {
          const known = await watched.stillHolds();
          if (known !== null) return known;
          const current = await look(token);
          return current !== null && rightsOf(current) === rights;
        },
      };
    },
    ended(loginSessionIds) {
      onEnded({ loginSessionIds });
      bus.publish('account.sessionEnded', { loginSessionIds });
    },
    changed(accountIds) {
      onChanged({ accountIds });
      bus.publish('account.changed', { accountIds });
    },
    dispose() {
      for (const stop of stops) stop();
      watch.dispose();
    },
  };
}
