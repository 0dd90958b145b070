import { type ContactUseCases, createContacts } from './contacts.ts';
import type { AccountDeps } from './deps.ts';
import { createEmailChange, type EmailChangeUseCases } from './email-change.ts';
import { createErasure, type ErasureUseCases } from './erasure.ts';
import { createOwnEvents, type OwnEventUseCases } from './own-events.ts';
import { createPasswordProof } from './own-password-proof.ts';
import { createOwnSessions, type OwnSessionUseCases } from './own-sessions.ts';
import { createPasswordChange, type PasswordChangeUseCases } from './password-change.ts';
import type { SecondFactorUseCases } from './second-factor-use-cases.ts';
import { createSecondFactors } from './second-factors.ts';
import type { Sessions } from './sessions.ts';

/** What people do with their own account in the reserved area. */
export interface OwnAreaUseCases
  extends OwnSessionUseCases,
    OwnEventUseCases,
    PasswordChangeUseCases,
    EmailChangeUseCases,
    ContactUseCases,
    SecondFactorUseCases,
    ErasureUseCases {}

export interface OwnArea {
  useCases: OwnAreaUseCases;
  dispose(): void;
}

export async function createOwnArea(deps: AccountDeps, sessions: Sessions): Promise<OwnArea> {
  const { dispose, ...events } = await createOwnEvents(deps);
  const provePassword = createPasswordProof(deps);
  const useCases = {
    ...createOwnSessions(deps, sessions),
    ...events,
    ...createPasswordChange(deps, sessions, provePassword),
    ...createEmailChange(deps, sessions, provePassword),
    ...createContacts(deps, provePassword),
    ...createSecondFactors(deps, sessions, provePassword),
    ...createErasure(deps),
  };
  return { useCases, dispose };
}
