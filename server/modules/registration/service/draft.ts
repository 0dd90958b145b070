import { recordAudit } from '../../../platform/audit/audit.ts';
import { romanDay } from '../../../platform/i18n.ts';
import { newId } from '../../../platform/ids.ts';
import { isToken, newToken, tokenHash } from '../../../platform/tokens.ts';
import { TERMS_VERSION } from '../../account/service.ts';
import type { BirthPlace } from '../../registry/service.ts';
import { RegistrationNotFoundError } from '../errors.ts';
import { parseData, parseStart, type RawData, type RawStart } from '../input.ts';
import { findLastLink, type LastLink } from '../link-store.ts';
import { after, DRAFT_MS, RESEND_MS, type Step, stepOf } from '../rules.ts';
import { findByBrowser, insertRegistration, type RegistrationRecord, restartRegistration, saveData } from '../store.ts';
import type { RegistrationDeps, RegistrationOrigin } from './deps.ts';

/** A registration as its own browser sees it: only what was typed there. */
export interface OwnRegistration extends RegistrationRecord {
  step: Step;
  birthPlace: BirthPlace | null;
  /** null until a mail was asked for the data as they stand. */
  mail: { sentState: 'WAITING' | 'SENT' | 'REFUSED'; linkExpiresAt: Date; resendAt: Date } | null;
}

export interface DraftUseCases {
  /** The first step; with a registration open in this browser, the same one again. Answers what to keep in the cookie. */
  start(input: RawStart, origin: RegistrationOrigin): Promise<{ browserToken: string }>;
  saveData(input: RawData, origin: RegistrationOrigin): Promise<void>;
  /** null when this browser holds none. */
  findOwn(browserToken: string | null): Promise<OwnRegistration | null>;
}

/** Of a cookie; null when it is nothing that could open a registration. */
export function browserHashOf(browserToken: string | null): Buffer | null {
  return browserToken !== null && isToken(browserToken) ? tokenHash(browserToken) : null;
}

/** The steps that only write down what somebody says: they ask nothing of what is known. */
export function createDrafts({ db, clock, places, proofOfWork }: RegistrationDeps): DraftUseCases {
  return {
    async start(input, origin) {
      const fiscalCode = parseStart(input);
      const held = browserHashOf(origin.browserToken);
      return await db.sqlTransaction(async (tx) => {
        await proofOfWork.spend(tx, input.proof);
        const at = clock.now();
        const open = held ? await findByBrowser(tx, held, { now: at, lock: true }) : null;
        const browserToken = open && origin.browserToken ? origin.browserToken : newToken();
        const id = open?.id ?? newId();
        const expiresAt = after(at, DRAFT_MS);
        const begun = { id, fiscalCode, locale: origin.locale, noticeVersion: TERMS_VERSION, at, expiresAt };
        if (open) await restartRegistration(tx, begun);
        else await insertRegistration(tx, { ...begun, browserHash: tokenHash(browserToken) });
        const { requestId } = origin;
        const data = { again: open !== null };
        await recordAudit(tx, { event: 'registration.started', actorId: null, subjectId: id, data, at, requestId });
        return { browserToken };
      });
    },

    async saveData(input, origin) {
      const held = browserHashOf(origin.browserToken);
      const before = held && (await findByBrowser(db, held, { now: clock.now() }));
      if (!before) throw new RegistrationNotFoundError('no open registration');
      const data = await parseData(input, { fiscalCode: before.fiscalCode, today: romanDay(clock.now()), places });
      await db.sqlTransaction(async (tx) => {
        const at = clock.now();
        const open = await findByBrowser(tx, held, { now: at, lock: true });
        // The codice fiscale that the data agree with, or nothing: another window may have begun anew.
        if (open?.fiscalCode !== before.fiscalCode) throw new RegistrationNotFoundError('no such registration');
        const kept = { id: open.id, data, locale: origin.locale, consentVersion: TERMS_VERSION, at };
        await saveData(tx, { ...kept, expiresAt: after(at, DRAFT_MS) });
        const event = { event: 'registration.dataSaved', actorId: null, subjectId: open.id, data: {} } as const;
        await recordAudit(tx, { ...event, at, requestId: origin.requestId });
      });
    },

    async findOwn(browserToken) {
      const held = browserHashOf(browserToken);
      const open = held && (await findByBrowser(db, held, { now: clock.now() }));
      if (!open) return null;
      const { declared } = open;
      const birthPlace = declared ? await places.find(declared.birthplaceCode, declared.bornOn) : null;
      const last = open.firstLink === null ? null : await findLastLink(db, open.id);
      return { ...open, step: stepOf(open), birthPlace, mail: last ? mailOf(last) : null };
    },
  };
}

/** What is over a limit looks like what was sent (SEC-015). */
function mailOf(last: LastLink): OwnRegistration['mail'] {
  const sentState = last.mailed ? (last.mailState ?? 'WAITING') : 'SENT';
  return { sentState, linkExpiresAt: last.expiresAt, resendAt: after(last.createdAt, RESEND_MS) };
}
