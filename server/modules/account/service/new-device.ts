import type { SqlTx } from '../../../platform/db/db.ts';
import { queueMail } from '../../../platform/mail/queue.ts';
import { deviceKey, deviceOf } from '../../../platform/user-agent.ts';
import { listPastUserAgents } from '../own-sessions-store.ts';
import { findCorrespondent } from '../recovery-mail-store.ts';

const REMEMBERED = 50;

/**
 * Tells the owner by mail of a sign-in from a device unlike those of the last ones (ACC-05). The first sign-in of an
 * account has nothing to be compared with.
 */
export async function tellNewDevice(
  tx: SqlTx,
  signIn: { loginSessionId: string; accountId: string; userAgent: string | null; at: Date },
): Promise<void> {
  const { loginSessionId, accountId, userAgent, at } = signIn;
  const known = (await listPastUserAgents(tx, accountId, loginSessionId, REMEMBERED)).map(deviceKey);
  if (known.length === 0 || known.includes(deviceKey(userAgent))) return;
  const owner = await findCorrespondent(tx, accountId);
  if (!owner?.address) return;
  const { browser, system } = deviceOf(userAgent);
  const params = { loginSessionId, at: at.toISOString(), browser, system };
  const mail = { accountId, locale: owner.locale, recipient: owner.address, params, at };
  await queueMail(tx, { template: 'account.newDevice', ...mail });
}
