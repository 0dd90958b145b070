import { recordAudit } from '../../../platform/audit/audit.ts';
import type { SqlTx } from '../../../platform/db/db.ts';
import { retrying } from '../../../platform/db/db-errors.ts';
import { newId } from '../../../platform/ids.ts';
import { isToken, newToken, sameBytes, tokenHash } from '../../../platform/tokens.ts';
import { SecondFactorRequiredError, SecondStepOverError, type SecondStepView } from '../second-factor-errors.ts';
import { parseStep, type RawStep } from '../second-factor-input.ts';
import { SECOND_FACTOR, type SecondStepMethod } from '../second-factor-rules.ts';
import { passwordMark } from '../second-factor-secrets.ts';
import { countCodesLeft, holdAccount, listSecondFactors, type SecondFactorRow } from '../second-factor-store.ts';
import { findStep, insertStep, type StepRecord, takeStep } from '../second-step-store.ts';
import { deleteCounters } from '../throttle-store.ts';
import type { AccountDeps, SignedIn, SignInOrigin } from './deps.ts';
import type { Opening } from './opening.ts';
import { tellSecondFactor } from './second-factor-notice.ts';
import { createAnswers } from './second-step-answers.ts';
import { createShownFactors, type ShownFactor } from './shown-factors.ts';

export interface SecondStepUseCases {
  /** What the sign-in that this browser began waits for; null when it waits for nothing. */
  findSecondStep(held: string | null): Promise<SecondStepView | null>;
  /** Throws SecondStepOverError, WrongSecondFactorError, SecondFactorLockedError, InvalidInputError. */
  confirmSecondFactor(raw: RawStep, held: string | null, origin: SignInOrigin): Promise<SignedIn>;
}

/** A sign-in that stops half way. */
export interface BegunStep {
  id: string;
  token: string;
  accountId: string;
  expiresAt: Date;
  factors: readonly SecondFactorRow[];
}

export interface SecondSteps {
  useCases: SecondStepUseCases;
  /** In the transaction of a right password that holds the account: null when the account asks for no more. */
  begin(
    tx: SqlTx,
    of: { accountId: string; passwordHash: string; remember: boolean; origin: SignInOrigin; at: Date },
  ): Promise<BegunStep | null>;
  /** What to refuse the sign-in with. */
  refusal(begun: BegunStep): Promise<SecondFactorRequiredError>;
}

declare module '../../../platform/audit/audit.ts' {
  interface AuditEvents {
    /** The password was right; the second factor is waited for. */
    'account.secondStepBegun': Record<string, never>;
    'account.recoveryCodeUsed': { left: number };
  }
}

/** The second step of a sign-in (ACC-07): answers are counted before they are looked at. */
export function createSecondSteps(deps: AccountDeps, opening: Opening): SecondSteps {
  const { db, clock, serverKey } = deps;
  const shown = createShownFactors(deps);
  const answers = createAnswers(deps);

  async function view(begun: Omit<BegunStep, 'token'>): Promise<SecondStepView> {
    const { id, accountId, factors, expiresAt } = begun;
    const codesLeft = await countCodesLeft(db, accountId);
    const methods = new Set<SecondStepMethod>(factors.map(({ kind }) => kind));
    if (codesLeft > 0) methods.add('RECOVERY_CODE');
    return { methods: [...methods], passkeyOptions: await shown.passkeys.usingOptions(id, factors), expiresAt };
  }

  /** null too when the password was changed since. */
  async function find(held: string | null): Promise<StepRecord | null> {
    if (held === null || !isToken(held)) return null;
    const step = await findStep(db, tokenHash(held), clock.now());
    const same = step && sameBytes(step.passwordMark, passwordMark(serverKey, step.id, step.passwordHash));
    return same ? step : null;
  }

  /** null when what was shown had been used, by somebody faster or before. */
  async function open(
    step: StepRecord,
    proof: ShownFactor,
    key: Buffer,
    origin: SignInOrigin,
  ): Promise<SignedIn | null> {
    const { accountId, passwordHash, grants, remember } = step;
    const secondFactor = proof.method;
    const opened = await retrying(() =>
      db.sqlTransaction(async (tx) => {
        const at = clock.now();
        if (!(await holdAccount(tx, accountId, passwordHash))) throw new SecondStepOverError();
        if (!(await shown.use(tx, accountId, proof, at))) return null;
        // Thrown, so that what was shown is not used up for nothing.
        if (!(await takeStep(tx, step.id, at))) throw new SecondStepOverError();
        await deleteCounters(tx, [key]);
        if (proof.method === 'RECOVERY_CODE') await noteCode(tx, accountId, origin, at);
        return await opening.open(tx, { accountId, passwordHash, grants, remember, secondFactor, origin, at });
      }),
    );
    return opened && (await opening.enter(opened));
  }

  async function noteCode(tx: SqlTx, accountId: string, origin: SignInOrigin, at: Date): Promise<void> {
    const left = await countCodesLeft(tx, accountId);
    const who = { actorId: accountId, subjectId: accountId, at, requestId: origin.requestId };
    await recordAudit(tx, { event: 'account.recoveryCodeUsed', data: { left }, ...who });
    await tellSecondFactor(tx, { accountId, news: 'CODE_USED', left, userAgent: origin.userAgent, at });
  }

  return {
    async begin(tx, { accountId, passwordHash, remember, origin, at }) {
      const factors = await listSecondFactors(tx, accountId);
      if (factors.length === 0) return null;
      const id = newId();
      const token = newToken();
      const expiresAt = new Date(at.getTime() + SECOND_FACTOR.stepMs);
      const mark = passwordMark(serverKey, id, passwordHash);
      const step = { id, tokenHash: tokenHash(token), accountId, passwordMark: mark, remember, at, expiresAt };
      await insertStep(tx, step);
      const who = { actorId: null, subjectId: accountId, at, requestId: origin.requestId };
      await recordAudit(tx, { event: 'account.secondStepBegun', data: {}, ...who });
      return { id, token, accountId, expiresAt, factors };
    },
    refusal: async (begun) => new SecondFactorRequiredError(await view(begun), begun.token),
    useCases: {
      async findSecondStep(held) {
        const step = await find(held);
        return step && (await view({ ...step, factors: await listSecondFactors(db, step.accountId) }));
      },
      async confirmSecondFactor(raw, held, origin) {
        const answer = parseStep(raw);
        const step = await find(held);
        if (!step) throw new SecondStepOverError();
        const { key, lockedUntil } = await answers.claim(step.accountId);
        const proof = await shown.read(step, answer, clock.now());
        const signedIn = proof && (await open(step, proof, key, origin));
        if (signedIn) return signedIn;
        throw await answers.refuse({ accountId: step.accountId, method: answer.method, until: lockedUntil }, origin);
      },
    },
  };
}
