import type { Viewer } from '../../../graphql/context.ts';
import { isConstraint, retrying } from '../../../platform/db/db-errors.ts';
import { UnauthenticatedError } from '../../../platform/errors.ts';
import { isUuid, newId } from '../../../platform/ids.ts';
import {
  SecondFactorSetupOverError,
  TooManySecondFactorsError,
  WrongSecondFactorError,
} from '../second-factor-errors.ts';
import { type AddAnswer, parseAdd, parseStart } from '../second-factor-input.ts';
import { SECOND_FACTOR, type SecondFactorKind } from '../second-factor-rules.ts';
import {
  confirmSetup,
  findSetup,
  listSecondFactors,
  lockAccount,
  type ProvedFactor,
  replaceSetup,
} from '../second-factor-store.ts';
import type { AccountDeps } from './deps.ts';
import type { ProvePassword } from './own-password-proof.ts';
import type { Change, SecondFactorChanges } from './second-factor-change.ts';
import type { SecondFactorAdded, SecondFactorUseCases } from './second-factor-use-cases.ts';
import { rotateSession } from './session-rotation.ts';
import type { Sessions } from './sessions.ts';
import { createShownFactors } from './shown-factors.ts';

interface Proved {
  id: string;
  answer: AddAnswer;
  proved: ProvedFactor;
}

/** Setting a factor up in two moves: what it needs, then the proof that it works. */
export function createSecondFactorSetup(
  deps: AccountDeps,
  parts: { sessions: Sessions; provePassword: ProvePassword; changes: SecondFactorChanges },
): Pick<SecondFactorUseCases, 'startSecondFactor' | 'addSecondFactor'> {
  const { db, clock, passwords } = deps;
  const { sessions, provePassword, changes } = parts;
  const { passkeys, apps } = createShownFactors(deps);

  async function begin(accountId: string, kind: SecondFactorKind): Promise<{ id: string; expiresAt: Date }> {
    const id = newId();
    const at = clock.now();
    await retrying(() =>
      db.sqlTransaction(async (tx) => {
        if (!(await lockAccount(tx, accountId))) throw new UnauthenticatedError('the account changed');
        await replaceSetup(tx, { id, accountId, kind, at });
      }),
    );
    return { id, expiresAt: new Date(at.getTime() + SECOND_FACTOR.setupMs) };
  }

  async function prove(id: string, answer: AddAnswer): Promise<ProvedFactor | null> {
    if (answer.kind === 'TOTP') {
      const lastStep = await apps.periodOf(id, answer.code, clock.now());
      return lastStep === null ? null : { lastStep, passkey: null };
    }
    const passkey = await passkeys.readMade(id, answer.response);
    return passkey && { lastStep: null, passkey };
  }

  /** The first factor ends what the password alone had opened, and this sign-in goes on under another cookie. */
  async function add(scene: Change, { id, answer, proved }: Proved): Promise<SecondFactorAdded> {
    const { tx, viewer, at, passwordHash } = scene;
    const { kind, name } = answer;
    const accountId = viewer.account.id;
    const before = (await listSecondFactors(tx, accountId)).length;
    if (before >= SECOND_FACTOR.most) throw new TooManySecondFactorsError();
    if (!(await confirmSetup(tx, { id, accountId, name, at, proved }))) throw new SecondFactorSetupOverError();
    const first = before === 0;
    const cookie = first ? await rotateSession(tx, viewer, passwordHash, at) : null;
    if (cookie) tx.afterCommit(() => sessions.ended([viewer.loginSessionId]));
    const sessionsEnded = cookie ? await changes.endOthers(scene, cookie.id) : 0;
    const loginSessionId = cookie?.id ?? viewer.loginSessionId;
    const data = { loginSessionId, secondFactorId: id, kind, sessionsEnded };
    await changes.note(scene, { event: 'account.secondFactorAdded', data }, { news: 'ADDED', name });
    return { id, recoveryCodes: first ? await changes.giveCodes(scene) : null, sessionsEnded, cookie };
  }

  async function kindOf(viewer: Viewer, id: string): Promise<SecondFactorKind> {
    const since = new Date(clock.now().getTime() - SECOND_FACTOR.setupMs);
    const setup = isUuid(id) ? await findSetup(db, viewer.account.id, id, since) : null;
    if (!setup) throw new SecondFactorSetupOverError();
    return setup.kind;
  }

  return {
    async startSecondFactor(viewer, raw, origin) {
      const { kind, currentPassword } = parseStart(raw);
      const { id: accountId, username, displayName } = viewer.account;
      await passwords.admit(() => provePassword(viewer, currentPassword, origin));
      const factors = await listSecondFactors(db, accountId);
      if (factors.length >= SECOND_FACTOR.most) throw new TooManySecondFactorsError();
      const { id, expiresAt } = await begin(accountId, kind);
      if (kind === 'TOTP') {
        return { id, kind, app: await apps.enrolment(id, username), passkeyOptions: null, expiresAt };
      }
      const passkeyOptions = await passkeys.makingOptions(id, { accountId, username, displayName }, factors);
      return { id, kind, app: null, passkeyOptions, expiresAt };
    },

    async addSecondFactor(viewer, raw, origin) {
      const id = raw.id ?? '';
      const kind = await kindOf(viewer, id);
      const answer = parseAdd(kind, raw);
      const proved = await prove(id, answer);
      if (!proved) throw new WrongSecondFactorError(kind);
      const adding = changes.make(viewer, origin, (scene) => add(scene, { id, answer, proved }));
      return await adding.catch((error: unknown) => {
        // The authenticator holds it for an account already, against what it was asked.
        throw isConstraint(error, 'second_factor_credential_id_key') ? new WrongSecondFactorError(kind) : error;
      });
    },
  };
}
