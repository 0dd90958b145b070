import type { SignInHold, Viewer } from '../../graphql/context.ts';
import { selectionOf } from '../../graphql/ids.ts';
import { recordAudit } from '../../platform/audit/audit.ts';
import type { Account, School } from '../../platform/db/generated/client.ts';
import type { Loc } from '../../platform/i18n.ts';
import { deviceNameOf, newDevice } from './device.ts';
import { type AccessTokenUseCases, createAccessTokens } from './service/access-tokens.ts';
import type { AccountDeps, RawSignIn, SignedIn, SignInOrigin } from './service/deps.ts';
import { createDuties, type DutyUseCases } from './service/duties.ts';
import { createMinistry, type MinistryUseCases } from './service/ministry.ts';
import { createOpening } from './service/opening.ts';
import { createOwnArea, type OwnAreaUseCases } from './service/own-area.ts';
import { createRecovery } from './service/recovery.ts';
import type { RecoveryUseCases } from './service/recovery-use-cases.ts';
import { type Act, createRoles, type RoleUseCases } from './service/roles.ts';
import { createSecondSteps, type SecondStepUseCases } from './service/second-step.ts';
import { createSessions } from './service/sessions.ts';
import { createSignIn } from './service/sign-in.ts';
import { disableAccount, endSession, endSessionsOf, setLocale } from './store.ts';

export { findAccountOfPerson, findNextUsername, insertPersonAccount } from './new-account-store.ts';
export { maskAddress } from './own-email-rules.ts';
export { checkPassword, type PasswordFault, type PersonalData, requireGoodPassword } from './password-rules.ts';
export { SESSION_COOKIE } from './rules.ts';
export { secondFactorSettings } from './second-factor-rules.ts';
export { applyAppointments } from './service/appointments.ts';
export type { AccountDeps, RawSignIn, SignedIn, SignInOrigin } from './service/deps.ts';
export { createErasureOffice, type ErasureOfficeUseCases } from './service/erasure-office.ts';
export { createOwnDataService, type OwnDataService } from './service/own-data.ts';
export { reactivate } from './service/reactivation.ts';
export { type Act, createRoles, type RoleUseCases, type RoleWish } from './service/roles.ts';
export { resetSecondFactors } from './service/second-factor-reset.ts';
export { throttleKeys } from './service/throttle-keys.ts';
export {
  type AccountSheet,
  type FoundAccount,
  findAccounts,
  findLock,
  type LookBy,
  listSheetMails,
  listSheetSignIns,
  readAccountSheet,
  type SheetMail,
  type SheetSignIn,
} from './sheet-store.ts';
export { TERMS_VERSION } from './terms.ts';

export interface AccountService
  extends MinistryUseCases,
    AccessTokenUseCases,
    DutyUseCases,
    OwnAreaUseCases,
    RecoveryUseCases,
    RoleUseCases,
    SecondStepUseCases {
  /** Throws WrongCredentialsError, SecondFactorRequiredError, LockedError, BusyError, InvalidInputError. */
  signIn(input: RawSignIn, origin: SignInOrigin): Promise<SignedIn>;
  /** For a visitor it does nothing. */
  signOut(viewer: Viewer | null, requestId: string): Promise<void>;
  /** Who holds the cookie's or the access token now; null when it opens nothing. Counts as use of it. */
  /** For the cookie of a device on which this account signed in: what it holds, or anew when that is not this account's. */
  deviceFor(accountId: string, held: string | null): string;
  resolveSession(token: string): Promise<Viewer | null>;
  /** The sign-in behind a long-lived read or a socket. */
  holdSession(token: string, viewer: Viewer): SignInHold;
  setLocale(viewer: Viewer, locale: Loc): Promise<Loc>;
  /** `query` is Prisma's selection, made from what the client asks for. */
  getOwnAccount(viewer: Viewer, query: object): Promise<Account>;
  findSchoolOfGrant(grant: { schoolCode: string | null }, query: object): Promise<School | null>;
  /** Ends every session of the account and its sockets within 5 s (SEC-049). False when there was nothing to do. */
  disable(accountId: string, act: Act): Promise<boolean>;
  dispose(): void;
}

declare module '../../graphql/context.ts' {
  interface Services {
    account: AccountService;
  }
}

/** Accounts: signing in, sessions, lock-out and what ends them. */
export async function createAccountService(deps: AccountDeps): Promise<AccountService> {
  const { db, clock, serverKey } = deps;
  const sessions = await createSessions(deps);
  const opening = createOpening(sessions);
  const secondSteps = createSecondSteps(deps, opening);
  const ownArea = await createOwnArea(deps, sessions);

  return {
    signIn: createSignIn(deps, opening, secondSteps),
    deviceFor: (accountId, held) =>
      held !== null && deviceNameOf(serverKey, accountId, held) ? held : newDevice(serverKey, accountId),
    resolveSession: sessions.resolve,
    holdSession: sessions.hold,
    async signOut(viewer, requestId) {
      if (!viewer) return;
      const { loginSessionId, account } = viewer;
      const at = clock.now();
      await db.sqlTransaction(async (tx) => {
        if (!(await endSession(tx, loginSessionId, at))) return;
        const data = { loginSessionId };
        await recordAudit(tx, {
          event: 'account.signedOut',
          actorId: account.id,
          subjectId: account.id,
          data,
          at,
          requestId,
        });
        tx.afterCommit(() => sessions.ended([loginSessionId]));
      });
    },
    getOwnAccount: (viewer, query) =>
      db.prisma.account.findUniqueOrThrow({ ...selectionOf(query), where: { id: viewer.account.id } }),
    findSchoolOfGrant: async ({ schoolCode: code }, query) =>
      code === null ? null : db.prisma.school.findUnique({ ...selectionOf(query), where: { code } }),
    async setLocale(viewer, locale) {
      await setLocale(db, viewer.account.id, locale);
      // The kept sessions carry the language.
      sessions.changed([viewer.account.id]);
      return locale;
    },
    disable: (accountId, { actorId, requestId }) =>
      db.sqlTransaction(async (tx) => {
        const at = clock.now();
        if (!(await disableAccount(tx, accountId))) return false;
        const ended = await endSessionsOf(tx, accountId, at);
        const data = { sessionsEnded: ended.length };
        await recordAudit(tx, { event: 'account.disabled', actorId, subjectId: accountId, data, at, requestId });
        tx.afterCommit(() => {
          sessions.ended(ended);
          // Its access tokens open nothing from now on either.
          sessions.changed([accountId]);
        });
        return true;
      }),
    ...createRoles(deps),
    ...createMinistry(deps, sessions),
    ...createAccessTokens(deps, sessions),
    ...createDuties(deps),
    ...createRecovery(deps, sessions),
    ...secondSteps.useCases,
    ...ownArea.useCases,
    dispose() {
      ownArea.dispose();
      sessions.dispose();
    },
  };
}
