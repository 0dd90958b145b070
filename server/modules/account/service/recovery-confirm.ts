import { isToken, newToken, sameBytes, tokenHash } from '../../../platform/tokens.ts';
import {
  OtherBrowserError,
  RecoveryOverError,
  UnknownRecoveryLinkError,
  WrongRecoveryCodeError,
} from '../recovery-errors.ts';
import { parseCode } from '../recovery-input.ts';
import { decideSeenState, decideState, RECOVERY } from '../recovery-rules.ts';
import { recoveryCodeHash, recoveryLink } from '../recovery-secrets.ts';
import {
  claimAttempt,
  confirmRecovery,
  findByLink,
  findGranted,
  findHeld,
  type RecoveryRecord,
} from '../recovery-store.ts';
import { toldToOwner } from '../recovery-view.ts';
import type { AccountDeps } from './deps.ts';
import { auditRecovery, type HeldRecovery, type RecoveryOrigin } from './recovery-origin.ts';
import type { RecoveryUseCases } from './recovery-use-cases.ts';

interface Claim {
  record: RecoveryRecord;
  by: 'CODE' | 'LINK';
  origin: RecoveryOrigin;
}

/** The code or the link, whichever comes first: it is used up, and its browser may choose the password. */
export function createRecoveryConfirmation({
  db,
  clock,
  serverKey,
  logger,
}: AccountDeps): Pick<RecoveryUseCases, 'confirmRecoveryCode' | 'confirmRecoveryLink'> {
  async function confirm({ record: { id, accountId, number }, by, origin }: Claim): Promise<HeldRecovery> {
    const now = clock.now();
    const token = newToken();
    const grantHash = tokenHash(token);
    const grantUntil = new Date(now.getTime() + RECOVERY.grantMs);
    const confirmed = await db.sqlTransaction(async (tx) => {
      if (!(await confirmRecovery(tx, { id, by, grantHash, grantUntil, now }))) return false;
      const scene = { subjectId: accountId, at: now, origin };
      await auditRecovery(tx, { event: 'account.recoveryConfirmed', data: { number, by } }, scene);
      return true;
    });
    const granted = confirmed ? await findGranted(db, grantHash) : null;
    if (granted) return { recovery: toldToOwner(granted, clock.now()), token };
    // Somebody was faster: with the other way, or with a newer request.
    const after = await findByLink(db, tokenHash(recoveryLink(serverKey, id)), null);
    throw overError(after, number, clock.now());
  }

  async function refuseCode({ record, origin }: Claim): Promise<never> {
    const { number, accountId } = record;
    const attemptsLeft = RECOVERY.mostCodes - record.attempts;
    const scene = { subjectId: accountId, at: clock.now(), origin };
    await auditRecovery(db, { event: 'account.recoveryCodeRefused', data: { number, attemptsLeft } }, scene);
    logger.info({ requestId: origin.requestId, accountId, attemptsLeft }, 'a recovery code was refused');
    if (attemptsLeft > 0) throw new WrongRecoveryCodeError(number, attemptsLeft);
    throw new RecoveryOverError('DEAD', number, null);
  }

  return {
    async confirmRecoveryCode(raw, origin) {
      const { number, code } = parseCode(raw);
      if (origin.held === null || !isToken(origin.held)) throw new OtherBrowserError();
      const held = tokenHash(origin.held);
      const record = await claimAttempt(db, number, held, clock.now());
      if (!record) throw whyNoLook(await findHeld(db, number, held), clock.now());
      const claim: Claim = { record, by: 'CODE', origin };
      const same = sameBytes(record.codeHash, recoveryCodeHash(serverKey, record.id, code));
      return same && record.accountId !== null ? await confirm(claim) : await refuseCode(claim);
    },

    async confirmRecoveryLink(link, origin) {
      const record = isToken(link) ? await findByLink(db, tokenHash(link), null) : null;
      if (!record) throw new UnknownRecoveryLinkError();
      const now = clock.now();
      if (decideState(record, now) !== 'OPEN') throw overError(record, record.number, now);
      return await confirm({ record, by: 'LINK', origin });
    },
  };
}

/** Why the link or the right code opens nothing. */
function overError(record: RecoveryRecord | null, number: number, now: Date): RecoveryOverError {
  const state = record ? decideState(record, now) : 'USED';
  const reason = state === 'OPEN' || state === 'CONFIRMED' ? 'USED' : state;
  return new RecoveryOverError(reason, number, record?.newerNumber ?? null);
}

/** Why a code was not even looked at; nothing is told of what the owner did. */
function whyNoLook(record: RecoveryRecord | null, now: Date): OtherBrowserError | RecoveryOverError {
  const state = record ? decideSeenState(record, now) : 'OPEN';
  if (!record || state === 'OPEN' || state === 'CONFIRMED') return new OtherBrowserError();
  return new RecoveryOverError(state, record.number, record.newerNumber);
}
