import type { Viewer } from '../../../graphql/context.ts';
import { isUuid } from '../../../platform/ids.ts';
import { SecondFactorNotFoundError } from '../second-factor-errors.ts';
import { parsePasswordAgain } from '../second-factor-input.ts';
import { countCodesLeft, deleteCodes, deleteFactor, listSecondFactors } from '../second-factor-store.ts';
import { endSteps } from '../second-step-store.ts';
import type { AccountDeps, SignInOrigin } from './deps.ts';
import type { ProvePassword } from './own-password-proof.ts';
import { type Change, createSecondFactorChanges } from './second-factor-change.ts';
import { createSecondFactorSetup } from './second-factor-setup.ts';
import type { SecondFactorUseCases } from './second-factor-use-cases.ts';
import type { Sessions } from './sessions.ts';

/** What people add to the password of their own account, and take away again (ACC-07). */
export function createSecondFactors(
  deps: AccountDeps,
  sessions: Sessions,
  provePassword: ProvePassword,
): SecondFactorUseCases {
  const { db, passwords, secondFactor } = deps;
  const changes = createSecondFactorChanges(deps, sessions);

  async function askPassword(viewer: Viewer, raw: { currentPassword: string }, origin: SignInOrigin): Promise<void> {
    const { currentPassword } = parsePasswordAgain(raw);
    await passwords.admit(() => provePassword(viewer, currentPassword, origin));
  }

  async function remove(scene: Change, id: string): Promise<{ left: number; sessionsEnded: number }> {
    const { tx, viewer } = scene;
    const accountId = viewer.account.id;
    const removed = await deleteFactor(tx, accountId, id);
    if (!removed) throw new SecondFactorNotFoundError();
    const left = (await listSecondFactors(tx, accountId)).length;
    if (left === 0) await deleteCodes(tx, accountId);
    await endSteps(tx, accountId);
    const { loginSessionId } = viewer;
    // It may have been in other hands, and so may what it opened.
    const sessionsEnded = await changes.endOthers(scene, loginSessionId);
    const { kind, name } = removed;
    const data = { loginSessionId, secondFactorId: id, kind, left, sessionsEnded };
    await changes.note(scene, { event: 'account.secondFactorRemoved', data }, { news: 'REMOVED', name });
    return { left, sessionsEnded };
  }

  return {
    ...createSecondFactorSetup(deps, { sessions, provePassword, changes }),
    async readSecondFactors({ account, roles, withheldRoles }) {
      const held = [...roles, ...withheldRoles];
      return {
        factors: await listSecondFactors(db, account.id),
        recoveryCodesLeft: await countCodesLeft(db, account.id),
        required: held.some(({ role }) => secondFactor.roles.includes(role)),
      };
    },
    async removeSecondFactor(viewer, { id, ...raw }, origin) {
      await askPassword(viewer, raw, origin);
      if (id === null || !isUuid(id)) throw new SecondFactorNotFoundError();
      return await changes.make(viewer, origin, (scene) => remove(scene, id));
    },
    async renewRecoveryCodes(viewer, raw, origin) {
      await askPassword(viewer, raw, origin);
      return await changes.make(viewer, origin, async (scene) => {
        if ((await listSecondFactors(scene.tx, viewer.account.id)).length === 0) throw new SecondFactorNotFoundError();
        const codes = await changes.giveCodes(scene);
        const data = { loginSessionId: viewer.loginSessionId };
        await changes.note(scene, { event: 'account.recoveryCodesRenewed', data }, { news: 'CODES_RENEWED' });
        return codes;
      });
    },
  };
}
