import { recordAudit } from '../../../platform/audit/audit.ts';
import type { SqlRunner, SqlTx } from '../../../platform/db/db.ts';
import { isToken, newToken, tokenHash } from '../../../platform/tokens.ts';
import { findAccountOfPerson, findNextUsername } from '../../account/service.ts';
import { findKnownPerson, fold, type KnownPerson } from '../../registry/service.ts';
import {
  AlreadyRegisteredError,
  ComparisonLimitError,
  RegistrationLinkExpiredError,
  RegistrationLinkSupersededError,
  RegistrationLinkUnknownError,
  RegistrationLinkUsedError,
} from '../errors.ts';
import { countComparisons, findLink, type LinkRecord, markCompared } from '../link-store.ts';
import {
  after,
  COMPARISON_LIMIT,
  type Declared,
  type DeclaredField,
  DRAFT_MS,
  differencesOf,
  judgeLink,
  secondsUntil,
} from '../rules.ts';
import { moveToBrowser } from '../store.ts';
import type { RegistrationDeps, RegistrationOrigin } from './deps.ts';

/** A link whose registration has all its data: links are made for such alone. */
export type OpenLink = LinkRecord & { registration: { declared: Declared; email: string } };

export interface OpenedLink {
  firstName: string;
  lastName: string;
  email: string;
  fiscalCode: string;
  /** The user name to be, unless somebody of the same name comes first. */
  username: string;
  /** Which data differ from those known; never what is known (DEC-10). */
  differing: readonly DeclaredField[];
  expiresAt: Date;
}

export interface LinkUseCases {
  /** Shows what a link leads to and compares the data. Consumes nothing (DEC-03). */
  open(token: string, origin: Pick<RegistrationOrigin, 'requestId'>): Promise<OpenedLink>;
  /** Back to the data from the comparison, in the browser that opened the mail. */
  correct(token: string, origin: Pick<RegistrationOrigin, 'requestId'>): Promise<{ browserToken: string }>;
}

/** The link that a token opens, its registration locked unless it is only looked at; else the reason why not. */
export async function requireLink(
  tx: SqlRunner,
  token: string,
  { now, mayBeExpired = false, lock = true }: { now: Date; mayBeExpired?: boolean; lock?: boolean },
): Promise<OpenLink> {
  const link = isToken(token) ? await findLink(tx, { tokenHash: tokenHash(token) }, { lock }) : null;
  if (!link) throw new RegistrationLinkUnknownError('no such link');
  const state = judgeLink(link, now);
  if (state.kind === 'USED') throw new RegistrationLinkUsedError(state.at);
  const { declared, email } = link.registration;
  if (state.kind === 'SUPERSEDED' || !declared || email === null)
    throw new RegistrationLinkSupersededError('the data changed after this link');
  if (state.kind === 'EXPIRED' && !mayBeExpired) throw new RegistrationLinkExpiredError(state.at);
  return { ...link, registration: { ...link.registration, declared, email } };
}

/** What the administration knows, beside what was declared. The first time through a link it counts (DEC-10). */
export async function compare(
  tx: SqlTx,
  link: OpenLink,
  { now, requestId }: { now: Date; requestId: string },
): Promise<{ known: KnownPerson | null; differing: DeclaredField[] }> {
  const { fiscalCode, declared, id: subjectId } = link.registration;
  if (!link.comparedAt) {
    const since = after(now, -COMPARISON_LIMIT.windowMs);
    const { count, earliest } = await countComparisons(tx, link.mailboxKey, since);
    if (count >= COMPARISON_LIMIT.perMailbox)
      throw new ComparisonLimitError(secondsUntil(after(earliest ?? now, COMPARISON_LIMIT.windowMs), now) ?? 1);
  }
  const known = await findKnownPerson(tx, fiscalCode);
  if (known && (await findAccountOfPerson(tx, known.personId)))
    throw new AlreadyRegisteredError('the person has an account');
  const differing = differencesOf(declared, known, (a, b) => fold(a) === fold(b));
  if (!link.comparedAt) {
    await markCompared(tx, link.id, now);
    const data = { linkId: link.id, differing: differing.length };
    await recordAudit(tx, { event: 'registration.compared', actorId: null, subjectId, data, at: now, requestId });
  }
  return { known, differing };
}

export function createLinks({ db, clock }: RegistrationDeps): LinkUseCases {
  return {
    open: (token, { requestId }) =>
      db.sqlTransaction(async (tx) => {
        const now = clock.now();
        const link = await requireLink(tx, token, { now });
        const { differing } = await compare(tx, link, { now, requestId });
        const { declared, email, fiscalCode } = link.registration;
        const { firstName, lastName } = declared;
        const username = await findNextUsername(tx, firstName, lastName);
        return { firstName, lastName, email, fiscalCode, username, differing, expiresAt: link.expiresAt };
      }),

    correct: (token, { requestId }) =>
      db.sqlTransaction(async (tx) => {
        const at = clock.now();
        const { id: linkId, registration } = await requireLink(tx, token, { now: at, mayBeExpired: true });
        const browserToken = newToken();
        const { id } = registration;
        await moveToBrowser(tx, { id, browserHash: tokenHash(browserToken), expiresAt: after(at, DRAFT_MS) });
        const event = 'registration.correctionBegun';
        await recordAudit(tx, { event, actorId: null, subjectId: id, data: { linkId }, at, requestId });
        return { browserToken };
      }),
  };
}
