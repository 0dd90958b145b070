import { type ReactElement, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Countdown } from '../../components/countdown.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { type Contacts, DATA_PATH, type Mobile, OWN_CONTACTS, spacedNumber } from './contacts-data.ts';
import { Loaded } from './loaded.tsx';
import { PhoneCodeForm } from './phone-code-form.tsx';
import { ResendCode } from './resend-code.tsx';
import { useAccountEvents } from './use-account-events.ts';
import { useOwnQuery } from './use-own-query.ts';

const LOOK_AGAIN_MS = 2_000;

/** Where the validation of the mobile number stands, and the one thing to do about it (POL-704..709). */
export function PhoneCodePage(): ReactElement {
  const { t } = useTranslation('contacts');
  const query = useOwnQuery(OWN_CONTACTS);
  const { read } = query;
  useAccountEvents(read);
  const sms = query.data?.myContacts.mobile?.code?.sms;
  // How an SMS fares is no event of the account: it is asked for while it moves.
  useEffect(() => {
    if (sms !== 'WAITING' && sms !== 'UNKNOWN') return;
    const timer = setInterval(() => void read(), LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [sms, read]);
  return (
    <div className="sp-form">
      <PageTitle className="sp-form__title">{t('validateTitle')}</PageTitle>
      <Loaded query={query}>{({ myContacts }) => <Standing contacts={myContacts} reread={read} />}</Loaded>
    </div>
  );
}

interface StandingProps {
  contacts: Contacts;
  reread: () => Promise<unknown>;
}

function Standing({ contacts, reread }: StandingProps): ReactElement {
  const { t } = useTranslation('contacts');
  const { mobile, smsAvailable } = contacts;
  if (!mobile) {
    return (
      <>
        <p className="sp-lead">{t('noMobile')}</p>
        <div className="sp-actions">
          <Link className="btn btn-primary sp-btn" to={DATA_PATH}>
            {t('change')}
          </Link>
        </div>
      </>
    );
  }
  if (mobile.state === 'VALIDATED') return <Validated mobile={mobile} />;
  const number = spacedNumber(mobile.number);
  if (!smsAvailable) {
    return (
      <>
        <p className="sp-lead">{t('number', { number })}</p>
        <p className="sp-note sp-note--warn">{t('smsOff')}</p>
        <BackToContacts />
      </>
    );
  }
  // A code whose SMS never left is in nobody's hands.
  const code = mobile.state === 'CODE_SENT' ? mobile.code : null;
  const isOut = code !== null && code !== undefined && code.sms !== 'REFUSED';
  if (mobile.lockedUntil) return <Locked until={mobile.lockedUntil} onEnd={() => void reread()} />;
  return (
    <>
      <p className="sp-lead">{t(isOut ? 'codeLead' : 'noCodeLead', { number })}</p>
      {code && <SmsNote sms={code.sms} />}
      {code && isOut && <PhoneCodeForm expiresAt={code.expiresAt} onOver={reread} />}
      <ResendCode mobile={mobile} first={!isOut} onSent={reread} />
      <p className="sp-form__after">
        {t('otherNumber')} <Link to={DATA_PATH}>{t('changeNumber')}</Link>
      </p>
    </>
  );
}

const TONE = { WAITING: '', SENT: 'sp-note--done', UNKNOWN: 'sp-note--warn', REFUSED: 'sp-note--error' } as const;

function SmsNote({ sms }: { sms: NonNullable<Mobile['code']>['sms'] }): ReactElement {
  const { t } = useTranslation('contacts');
  return (
    <p className={`sp-note sp-form__note ${TONE[sms]}`} role="status">
      {t(`smsState.${sms}`)}
    </p>
  );
}

function Validated({ mobile }: { mobile: Mobile }): ReactElement {
  const { t } = useTranslation('contacts');
  const note = useRef<HTMLParagraphElement>(null);
  const [heldFocus] = useState(() => document.activeElement !== document.body);
  // The form that was typed in is gone.
  useEffect(() => {
    if (heldFocus) note.current?.focus();
  }, [heldFocus]);
  return (
    <>
      <p ref={note} tabIndex={-1} className="sp-note sp-note--done">
        {t('validated', { number: spacedNumber(mobile.number) })}
      </p>
      <BackToContacts />
    </>
  );
}

function Locked({ until, onEnd }: { until: string; onEnd: () => void }): ReactElement {
  const { t } = useTranslation('contacts');
  return (
    <>
      <p className="sp-note sp-note--warn" role="status">
        {t('lockedWhy')}
      </p>
      <div className="sp-lock">
        <Countdown until={until} className="sp-clock" spoken onEnd={onEnd} />
        <p className="sp-lock__until">{t('lockedNext')}</p>
      </div>
      <BackToContacts />
    </>
  );
}

function BackToContacts(): ReactElement {
  const { t } = useTranslation('reservedArea');
  return (
    <div className="sp-actions">
      <Link className="btn btn-outline-primary sp-btn" to="/area-riservata/recapiti">
        {t('backTo.recapiti')}
      </Link>
    </div>
  );
}
