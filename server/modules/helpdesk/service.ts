import type { Viewer } from '../../graphql/context.ts';
import { keyOf } from '../../graphql/ids.ts';
import { recordAudit } from '../../platform/audit/audit.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Db, SqlRunner } from '../../platform/db/db.ts';
import { InvalidInputError } from '../../platform/errors.ts';
import { isMailAddress } from '../../platform/mail/message.ts';
import type { SubjectOf } from '../../platform/mail/subjects.ts';
import {
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
  throttleKeys,
} from '../account/service.ts';
import { findRegistrationOf, findRegistrations, type SeenRegistration } from '../registration/service.ts';
import { omocodesOf, readFiscalCode } from '../registry/service.ts';
import { CaseNotFoundError } from './errors.ts';
import { type Standing, standingOf } from './rules.ts';

/** What the helpdesk finds by an exact word. */
export interface Found {
  accounts: FoundAccount[];
  /** Registrations under way. */
  registrations: SeenRegistration[];
}

export interface AccountCase {
  account: AccountSheet;
  standing: Standing;
  lockedUntil: Date | null;
  registration: SeenRegistration | null;
  /** The newest first, at most 20. */
  mails: (SheetMail & { subject: string | null })[];
  /** The newest first, at most 10. */
  signIns: SheetSignIn[];
}

/** Looks into the state of people's accounts, and nothing else: it never acts as anybody (HLP-04). */
export interface HelpdeskService {
  /** Throws InvalidInputError. */
  search(viewer: Viewer, text: string, requestId: string): Promise<Found>;
  /** `id` is that of something found. Throws CaseNotFoundError. */
  open(viewer: Viewer, id: string, requestId: string): Promise<AccountCase | SeenRegistration>;
}

declare module '../../graphql/context.ts' {
  interface Services {
    helpdesk: HelpdeskService;
  }
}

declare module '../../platform/audit/audit.ts' {
  interface AuditEvents {
    /** What was typed is never kept. */
    'helpdesk.searched': { by: LookBy['kind']; accountIds: string[]; registrationIds: string[] };
    'helpdesk.accountSeen': Record<string, never>;
    'helpdesk.registrationSeen': Record<string, never>;
  }
}

export interface HelpdeskDeps {
  db: Db;
  clock: Clock;
  serverKey: Buffer;
  subjectOf: SubjectOf;
}

const LONGEST_TEXT = 254;
const MAILS = 20;
const SIGN_INS = 10;

export function createHelpdeskService({ db, clock, serverKey, subjectOf }: HelpdeskDeps): HelpdeskService {
  async function readCase(tx: SqlRunner, accountId: string, now: Date): Promise<AccountCase | null> {
    const account = await readAccountSheet(tx, accountId);
    if (!account) return null;
    const lockKeys = [
      throttleKeys.account(serverKey, accountId),
      ...account.identifiers.map((identifier) => throttleKeys.identifier(serverKey, identifier)),
    ];
    const lockedUntil = await findLock(tx, lockKeys, now);
    const mails = await listSheetMails(tx, accountId, MAILS);
    return {
      ...{ account, lockedUntil },
      standing: standingOf({ ...account, lockedUntil }),
      registration: await findRegistrationOf(tx, accountId),
      mails: mails.map((mail) => ({ ...mail, subject: subjectOf(mail) })),
      signIns: await listSheetSignIns(tx, accountId, SIGN_INS),
    };
  }

  return {
    async search(viewer, text, requestId) {
      const by = parseLook(text);
      return await db.sqlTransaction(async (tx) => {
        const at = clock.now();
        const accounts = await findAccounts(tx, by);
        const registrations = by.kind === 'USERNAME' ? [] : await findRegistrations(tx, by, at);
        const data = {
          by: by.kind,
          accountIds: accounts.map(({ id }) => id),
          registrationIds: registrations.map(({ id }) => id),
        };
        const actorId = viewer.account.id;
        await recordAudit(tx, { event: 'helpdesk.searched', actorId, subjectId: null, data, at, requestId });
        return { accounts, registrations };
      });
    },

    async open(viewer, id, requestId) {
      const accountId = keyOf('Account', id);
      const registrationId = keyOf('Registration', id);
      const subjectId = accountId ?? registrationId;
      if (subjectId === null) throw new CaseNotFoundError();
      return await db.sqlTransaction(async (tx) => {
        const at = clock.now();
        const [registration = null] = accountId === null ? await findRegistrations(tx, { id: subjectId }, at) : [];
        const seen = accountId === null ? registration : await readCase(tx, accountId, at);
        if (!seen) throw new CaseNotFoundError();
        const event = accountId === null ? 'helpdesk.registrationSeen' : 'helpdesk.accountSeen';
        await recordAudit(tx, { event, actorId: viewer.account.id, subjectId, data: {}, at, requestId });
        return seen;
      });
    },
  };
}

/** Exact words alone: whoever calls knows their own. */
function parseLook(text: string): LookBy {
  const word = text.normalize('NFKC').replace(/[\s\p{Cc}\p{Cf}]+/gu, '');
  if (word === '' || word.length > LONGEST_TEXT || (word.includes('@') && !isMailAddress(word))) {
    throw new InvalidInputError([{ path: 'text', key: 'helpdesk.input.text' }]);
  }
  if (word.includes('@')) return { kind: 'EMAIL', email: word.toLowerCase() };
  const { code } = readFiscalCode(word);
  return code
    ? { kind: 'FISCAL_CODE', fiscalCodes: omocodesOf(code) }
    : { kind: 'USERNAME', username: word.toLowerCase() };
}
