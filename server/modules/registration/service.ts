import { createCompletion, type RawCompletion } from './service/completion.ts';
import type { RegistrationDeps, RegistrationOrigin } from './service/deps.ts';
import { createDrafts, type DraftUseCases } from './service/draft.ts';
import { createLinks, type LinkUseCases } from './service/link.ts';
import { createMailing, type MailingUseCases } from './service/mailing.ts';

export type { RegistrationDeps } from './service/deps.ts';
export { findRegistrationOf, findRegistrations, type SeenRegistration } from './sheet-store.ts';

/** Registering in four steps; every refusal is one of errors.ts, or InvalidInputError, ProofError, BusyError. */
export interface RegistrationService extends DraftUseCases, MailingUseCases, LinkUseCases {
  /** Opens the account and answers its user name. */
  complete(input: RawCompletion, origin: Pick<RegistrationOrigin, 'requestId'>): Promise<{ username: string }>;
}

declare module '../../graphql/context.ts' {
  interface Services {
    registration: RegistrationService;
  }
}

export function createRegistrationService(deps: RegistrationDeps): RegistrationService {
  return { ...createDrafts(deps), ...createMailing(deps), ...createLinks(deps), complete: createCompletion(deps) };
}
