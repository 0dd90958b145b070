import type { SqlTx } from '../../../platform/db/db.ts';
import { retrying } from '../../../platform/db/db-errors.ts';
import { InvalidInputError } from '../../../platform/errors.ts';
import { queueMail } from '../../../platform/mail/queue.ts';
import { isToken, tokenHash } from '../../../platform/tokens.ts';
import { deviceOf } from '../../../platform/user-agent.ts';
import { checkPassword, type PasswordFault, type PersonalData, requireGoodPassword } from '../password-rules.ts';
import { NoRecoveryError } from '../recovery-errors.ts';
import { parsePassword } from '../recovery-input.ts';
import { findCorrespondent } from '../recovery-mail-store.ts';
import { decideState } from '../recovery-rules.ts';
import {
  completeRecovery,
  findGranted,
  findPersonalData,
  listIdentifiers,
  replacePassword,
  revokeTokensOf,
} from '../recovery-store.ts';
import { endSessionsOf } from '../store.ts';
import { deleteCounters } from '../throttle-store.ts';
import type { AccountDeps } from './deps.ts';
import { auditRecovery, type RecoveryOrigin } from './recovery-origin.ts';
import type { RecoveryUseCases } from './recovery-use-cases.ts';
import type { Sessions } from './sessions.ts';
import { throttleKeys } from './throttle-keys.ts';

const MOST_WORDS = 20;
const LONGEST_WORD = 254;

interface Ended {
  sessions: string[];
  tokens: string[];
}

/** The new password, chosen by the person: the old one opens nothing from then on, and neither do its sign-ins. */
export function createRecoveredPassword(
  { db, clock, passwords, serverKey }: AccountDeps,
  sessions: Sessions,
): Pick<RecoveryUseCases, 'chooseRecoveredPassword' | 'checkNewPassword'> {
  async function liftLock(tx: SqlTx, accountId: string): Promise<void> {
    const identifiers = await listIdentifiers(tx, accountId);
    await deleteCounters(tx, [
      throttleKeys.account(serverKey, accountId),
      ...identifiers.map((identifier) => throttleKeys.identifier(serverKey, identifier)),
    ]);
  }

  async function endAll(tx: SqlTx, accountId: string, at: Date): Promise<Ended> {
    const ended = { sessions: await endSessionsOf(tx, accountId, at), tokens: await revokeTokensOf(tx, accountId, at) };
    tx.afterCommit(() => sessions.ended([...ended.sessions, ...ended.tokens]));
    return ended;
  }

  async function replace(tx: SqlTx, held: Buffer, passwordHash: string, origin: RecoveryOrigin): Promise<number> {
    const at = clock.now();
    const done = await completeRecovery(tx, held, at);
    if (!done || !(await replacePassword(tx, done.accountId, passwordHash, at))) throw new NoRecoveryError();
    const { accountId, number } = done;
    const ended = await endAll(tx, accountId, at);
    await liftLock(tx, accountId);
    const data = { number, sessionsEnded: ended.sessions.length, accessTokensRevoked: ended.tokens.length };
    await auditRecovery(tx, { event: 'account.passwordRecovered', data }, { subjectId: accountId, at, origin });
    const owner = await findCorrespondent(tx, accountId);
    if (owner?.address) {
      const { browser, system } = deviceOf(origin.userAgent);
      const params = { username: owner.username, at: at.toISOString(), browser, system };
      const mail = { template: 'account.passwordChanged', locale: owner.locale, recipient: owner.address } as const;
      await queueMail(tx, { ...mail, accountId, params, at });
    }
    return number;
  }

  /** Whose password this browser may choose now. */
  async function grantee(held: string | null): Promise<string | null> {
    const record = held !== null && isToken(held) ? await findGranted(db, tokenHash(held)) : null;
    return record && decideState(record, clock.now()) === 'CONFIRMED' ? record.accountId : null;
  }

  return {
    async chooseRecoveredPassword(raw, origin) {
      const accountId = await grantee(origin.held);
      if (accountId === null || origin.held === null) throw new NoRecoveryError();
      const held = tokenHash(origin.held);
      const password = parsePassword(raw);
      requireGoodPassword(password, await findPersonalData(db, accountId));
      return await passwords.admit(async () => {
        const passwordHash = await passwords.hash(password);
        const number = await retrying(() => db.sqlTransaction((tx) => replace(tx, held, passwordHash, origin)));
        return { number };
      });
    },
    async checkNewPassword({ password, ownWords, viewer, held }): Promise<PasswordFault[]> {
      const words = ownWords ?? [];
      if (words.length > MOST_WORDS || words.some((word) => word.length > LONGEST_WORD)) {
        throw new InvalidInputError([{ path: 'ownWords', key: 'password.ownWords' }]);
      }
      const accountId = viewer?.account.id ?? (await grantee(held));
      const known: PersonalData = accountId === null ? {} : await findPersonalData(db, accountId);
      return checkPassword(parsePassword(password), { ...known, names: [...(known.names ?? []), ...words] });
    },
  };
}
