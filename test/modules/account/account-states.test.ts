import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ACCOUNT_EVENTS,
  ACCOUNT_STATES,
  type AccountEvent,
  type AccountLife,
  accountMachine,
  drawMachine,
  LOCK_EVENTS,
  LOCK_STATES,
  lockMachine,
  PASSWORD_EVENTS,
  PASSWORD_STATES,
  type PasswordEvent,
  type PasswordState,
  passwordMachine,
  passwordStateOf,
} from '#server/modules/account/machine.ts';
import { changePasswordHash } from '#server/modules/account/own-password-store.ts';
import { reactivateAccount, revokeAccount } from '#server/modules/account/policy-store.ts';
import { replacePassword } from '#server/modules/account/recovery-store.ts';
import { disableAccount } from '#server/modules/account/store.ts';
import { sql } from '#server/platform/db/db.ts';
import { startTestApp, type TestApp } from '#test/kit/api.ts';
import { DAY_MS } from '#test/kit/clock.ts';
import { NOON } from '#test/kit/seed.ts';

describe('the tables', () => {
  // One row a state, one column an event; a dash: it does not happen.
  const told = (
    machine: Record<string, Partial<Record<string, string>>>,
    states: readonly string[],
    events: readonly string[],
  ) =>
    Object.fromEntries(states.map((state) => [state, events.map((event) => machine[state]?.[event] ?? '-').join(' ')]));

  it('[POL-801][POL-802] of an account: every pair', () => {
    expect(told(accountMachine, ACCOUNT_STATES, ACCOUNT_EVENTS)).toEqual({
      NONE: 'ACTIVE - - -',
      ACTIVE: '- REVOKED - DISABLED',
      REVOKED: '- - ACTIVE DISABLED',
      DISABLED: '- - - -',
    });
  });

  it('[IAM-406][IAM-508] of a password: every pair', () => {
    expect(told(passwordMachine, PASSWORD_STATES, PASSWORD_EVENTS)).toEqual({
      NONE: 'VALID - TEMPORARY -',
      TEMPORARY: 'VALID VALID TEMPORARY -',
      VALID: 'VALID VALID TEMPORARY EXPIRED',
      EXPIRED: 'VALID VALID TEMPORARY -',
    });
  });

  it('[DEC-07] of a lock: every pair', () => {
    expect(told(lockMachine, LOCK_STATES, LOCK_EVENTS)).toEqual({ OPEN: 'LOCKED - OPEN', LOCKED: '- OPEN OPEN' });
  });

  it('are drawn in the documentation as they stand', () => {
    const page = readFileSync(new URL('../../../docs/account-states.md', import.meta.url), 'utf8');
    for (const picture of [drawMachine(accountMachine), drawMachine(passwordMachine), drawMachine(lockMachine)]) {
      expect(page).toContain(picture);
    }
  });
});

describe('the database', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await startTestApp();
  });
  afterAll(() => test.stop());

  async function accountIn(state: Exclude<AccountLife, 'NONE'>, password: PasswordState = 'VALID') {
    const made = await test.seed.person({ passwordHash: 'una traccia' });
    await test.app.db.query(sql`
      update account set state = ${state}::account_state, revoked_at = ${state === 'REVOKED' ? NOON : null},
        password_hash = ${password === 'NONE' ? null : 'una traccia'}, password_must_change = ${password === 'TEMPORARY'},
        password_expires_at = ${password === 'EXPIRED' ? NOON : null}, last_access_at = ${NOON}
      where id = ${made.accountId}::uuid`);
    return made;
  }

  const read = (id: string) => test.app.db.prisma.account.findUniqueOrThrow({ where: { id } });

  const acts: Record<
    Exclude<AccountEvent, 'OPEN'>,
    (one: { accountId: string; username: string }) => Promise<unknown>
  > = {
    REVOKE: ({ accountId }) => revokeAccount(test.app.db, { accountId, lastAccessAt: NOON }, NOON),
    REACTIVATE: ({ username }) => reactivateAccount(test.app.db, username, NOON),
    DISABLE: ({ accountId }) => disableAccount(test.app.db, accountId),
  };

  it('[POL-801][POL-802] lets an account go where its table says, and nowhere else', async () => {
    const seen: [string, string, string][] = [];
    const due: [string, string, string][] = [];
    for (const from of ['ACTIVE', 'REVOKED', 'DISABLED'] as const) {
      for (const event of ['REVOKE', 'REACTIVATE', 'DISABLE'] as const) {
        const one = await accountIn(from);
        await acts[event](one);
        seen.push([from, event, (await read(one.accountId)).state]);
        due.push([from, event, accountMachine[from][event] ?? from]);
      }
    }
    expect(seen).toEqual(due);
  });

  const passwordActs: Record<Extract<PasswordEvent, 'RECOVER' | 'CHANGE'>, (id: string) => Promise<unknown>> = {
    RECOVER: (id) => replacePassword(test.app.db, id, 'altra traccia', NOON),
    CHANGE: (id) => changePasswordHash(test.app.db, id, { from: 'una traccia', to: 'altra traccia', at: NOON }),
  };

  it('[IAM-406][IAM-508] leaves a password as its table says, and never an end of the one before', async () => {
    const seen: [string, string, string][] = [];
    const due: [string, string, string][] = [];
    const later = new Date(NOON.getTime() + DAY_MS);
    for (const from of PASSWORD_STATES) {
      for (const event of ['RECOVER', 'CHANGE'] as const) {
        const { accountId } = await accountIn('ACTIVE', from);
        await passwordActs[event](accountId);
        const { passwordHash, passwordMustChange, passwordExpiresAt } = await read(accountId);
        const facts = { hasPassword: passwordHash !== null, passwordMustChange, passwordExpiresAt };
        seen.push([from, event, passwordStateOf(facts, later)]);
        due.push([from, event, passwordMachine[from][event] ?? from]);
      }
    }
    expect(seen).toEqual(due);
  });
});
