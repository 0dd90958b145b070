import { recordAudit } from '../../../platform/audit/audit.ts';
import type { SqlTx } from '../../../platform/db/db.ts';
import { newId } from '../../../platform/ids.ts';
import { addJob } from '../../../platform/jobs/jobs.ts';
import { keyedHash, tokenHash } from '../../../platform/tokens.ts';
import { RegistrationIncompleteError, RegistrationNotFoundError, ResendTooSoonError } from '../errors.ts';
import { mailboxOf } from '../input.ts';
import { countMails, findLastLink, insertLink, lockMailbox } from '../link-store.ts';
import { after, DRAFT_MS, LINK_MS, MAIL_LIMIT, RESEND_MS, secondsUntil, stepOf } from '../rules.ts';
import { findByBrowser, type RegistrationRecord } from '../store.ts';
import { linkToken, type RegistrationDeps, type RegistrationOrigin } from './deps.ts';
import { browserHashOf } from './draft.ts';
import { requireLink } from './link.ts';

export interface MailingUseCases {
  /** Confirms the data as they stand and asks for the mail; done already, it does nothing more. */
  confirm(origin: RegistrationOrigin): Promise<void>;
  /** Another mail with a link of its own, to the same mailbox; asked for from the page, or from a link that expired. */
  resend(token: string | null, origin: RegistrationOrigin): Promise<void>;
}

/**
 * Asking for mails. Whether the person is known, has an account or gave other data is looked up by the job that writes
 * the mail, never here: the answer cannot tell (SEC-011).
 */
export function createMailing(deps: RegistrationDeps): MailingUseCases {
  const { db, clock, serverKey } = deps;

  async function askForMail(
    tx: SqlTx,
    registration: RegistrationRecord & { email: string },
    origin: RegistrationOrigin,
  ): Promise<void> {
    const at = clock.now();
    const mailboxKey = keyedHash(serverKey, 'registration mailbox', mailboxOf(registration.email));
    const networkKey = keyedHash(serverKey, 'registration network', origin.clientAddress);
    await lockMailbox(tx, mailboxKey);
    const counts = await countMails(tx, { mailboxKey, networkKey, since: after(at, -MAIL_LIMIT.windowMs) });
    const mailed = counts.ofMailbox < MAIL_LIMIT.perMailbox && counts.ofNetwork < MAIL_LIMIT.perNetwork;
    const number = registration.links + 1;
    const id = newId();
    const hash = tokenHash(linkToken(serverKey, registration.id, number));
    const link = { id, registrationId: registration.id, number, tokenHash: hash, mailboxKey, networkKey, mailed, at };
    await insertLink(tx, { ...link, expiresAt: after(at, LINK_MS) }, after(at, DRAFT_MS));
    const { requestId } = origin;
    const about = { actorId: null, subjectId: registration.id, at, requestId };
    await recordAudit(tx, { event: 'registration.mailAsked', data: { linkId: id, mailed }, ...about });
    await addJob(tx, 'registration.mailLink', { linkId: id });
  }

  async function resendFor(tx: SqlTx, registration: RegistrationRecord, origin: RegistrationOrigin): Promise<void> {
    const last = await findLastLink(tx, registration.id);
    const availableAt = last && after(last.createdAt, RESEND_MS);
    const wait = availableAt && secondsUntil(availableAt, clock.now());
    if (availableAt && wait) throw new ResendTooSoonError(wait, availableAt);
    const step = stepOf(registration);
    if (step !== 'MAIL' || registration.email === null) throw new RegistrationIncompleteError(step);
    await askForMail(tx, { ...registration, email: registration.email }, origin);
  }

  async function ownLocked(tx: SqlTx, origin: RegistrationOrigin): Promise<RegistrationRecord> {
    const held = browserHashOf(origin.browserToken);
    const open = held && (await findByBrowser(tx, held, { now: clock.now(), lock: true }));
    if (!open) throw new RegistrationNotFoundError('no open registration');
    return open;
  }

  return {
    confirm: (origin) =>
      db.sqlTransaction(async (tx) => {
        const open = await ownLocked(tx, origin);
        const step = stepOf(open);
        if (step === 'DATA' || open.email === null) throw new RegistrationIncompleteError(step);
        if (step === 'REVIEW') await askForMail(tx, { ...open, email: open.email }, origin);
      }),
    resend: (token, origin) =>
      db.sqlTransaction(async (tx) => {
        const registration =
          token === null
            ? await ownLocked(tx, origin)
            : (await requireLink(tx, token, { now: clock.now(), mayBeExpired: true })).registration;
        await resendFor(tx, registration, origin);
      }),
  };
}
