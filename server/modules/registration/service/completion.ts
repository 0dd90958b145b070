import { recordAudit } from '../../../platform/audit/audit.ts';
import type { SqlTx } from '../../../platform/db/db.ts';
import { isConstraint } from '../../../platform/db/db-errors.ts';
import { newId } from '../../../platform/ids.ts';
import { queueMail } from '../../../platform/mail/queue.ts';
import {
  applyAppointments,
  findNextUsername,
  insertPersonAccount,
  requireGoodPassword,
} from '../../account/service.ts';
import { insertPerson, omocodesOf } from '../../registry/service.ts';
import { AlreadyRegisteredError, DataDifferError, RegistrationLinkUsedError } from '../errors.ts';
import { lockPerson } from '../link-store.ts';
import { completeRegistration } from '../store.ts';
import type { RegistrationDeps, RegistrationOrigin } from './deps.ts';
import { compare, requireLink } from './link.ts';

export interface RawCompletion {
  token: string;
  password: string;
  /** Go on although data differ from those known: a desk will look at them. */
  acceptDifferences?: boolean | null | undefined;
}

type Complete = (input: RawCompletion, origin: Pick<RegistrationOrigin, 'requestId'>) => Promise<{ username: string }>;

/** The last step: the link is consumed, once, by choosing the password (DEC-03, DEC-05). */
export function createCompletion({ db, clock, passwords }: RegistrationDeps): Complete {
  /** Refuses what cannot succeed before anything slow is done. */
  async function foresee(input: RawCompletion): Promise<void> {
    const { registration } = await requireLink(db, input.token, { now: clock.now(), lock: false });
    const { declared, email, fiscalCode } = registration;
    const username = await findNextUsername(db, declared.firstName, declared.lastName);
    const names = [declared.firstName, declared.lastName];
    requireGoodPassword(input.password, { username, names, fiscalCode, emails: [email] });
  }

  async function complete(
    tx: SqlTx,
    input: RawCompletion & { passwordHash: string },
    requestId: string,
  ): Promise<{ username: string }> {
    const at = clock.now();
    const link = await requireLink(tx, input.token, { now: at });
    const { id: registrationId, declared, email, fiscalCode, locale, consent: notice } = link.registration;
    await lockPerson(tx, omocodesOf(fiscalCode).sort()[0] ?? fiscalCode);
    const { known, differing } = await compare(tx, link, { now: at, requestId });
    if (differing.length > 0 && !input.acceptDifferences) throw new DataDifferError(differing);

    const personId = known?.personId ?? newId();
    if (!known) await insertPerson(tx, { id: personId, fiscalCode, ...declared });
    const { firstName, lastName } = declared;
    const { passwordHash } = input;
    const person = { personId, firstName, lastName, email, locale };
    const opened = await insertPersonAccount(tx, { ...person, passwordHash, notice, at });
    const { accountId, username } = opened;
    if (!(await completeRegistration(tx, { id: registrationId, accountId, toVerify: differing, at })))
      throw new RegistrationLinkUsedError(at);
    await applyAppointments(tx, { accountId, at, requestId });
    const data = { registrationId, linkId: link.id, toVerify: differing };
    await recordAudit(tx, {
      ...{ event: 'registration.completed', actorId: accountId, subjectId: accountId, data, at, requestId },
    });
    const mail = { template: 'registration.completed', params: { username }, locale, recipient: email } as const;
    await queueMail(tx, { ...mail, accountId, at });
    return { username };
  }

  return (input, { requestId }) =>
    passwords.admit(async () => {
      await foresee(input);
      const passwordHash = await passwords.hash(input.password);
      try {
        return await db.sqlTransaction((tx) => complete(tx, { ...input, passwordHash }, requestId));
      } catch (error) {
        // The constraints have the last word, should an account be opened some other way at this moment.
        const taken = isConstraint(error, 'account_person_id_key') || isConstraint(error, 'person_fiscal_code_key');
        throw taken ? new AlreadyRegisteredError('the person got an account meanwhile') : error;
      }
    });
}
