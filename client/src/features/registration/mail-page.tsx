import { type ReactElement, useCallback, useEffect, useState } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useClient } from 'urql';
import { Button } from '../../components/button.tsx';
import { Countdown } from '../../components/countdown.tsx';
import { failureText } from '../../components/pages.tsx';
import { useAnnounce } from '../../lib/announcer.tsx';
import { formatInstant } from '../../lib/format.ts';
import { serverClock } from '../../lib/server-clock.ts';
import { type Own, resendMail, useOwnRegistration } from './registration-data.ts';
import { STEP_PATHS, StepFrame } from './step-frame.tsx';

const LOOK_EVERY_MS = 3_000;

/** Step 4: go and read the mail. */
export function MailPage(): ReactElement {
  const { t, i18n } = useTranslation('registration');
  const state = useOwnRegistration();
  const { own, reload } = state;
  const waiting = own?.mail?.delivery === 'WAITING';
  useEffect(() => {
    if (!waiting) return;
    const timer = setInterval(() => void reload(), LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [waiting, reload]);
  return (
    <StepFrame step="mail" title={t('steps.mail')} state={state}>
      {own?.data && own.mail && (
        <>
          <p className="sp-lead">
            <Trans
              t={t}
              i18nKey="mail.text"
              values={{ email: own.data.email, until: formatInstant(own.mail.linkExpiresAt, i18n.language) }}
              components={{ b: <b /> }}
            />
          </p>
          <Delivery delivery={own.mail.delivery} />
          <Again mail={own.mail} reload={reload} />
          <h2 className="sp-h2 sp-section">{t('mail.troubleTitle')}</h2>
          <ul className="re-list">
            <li>{t('mail.spam')}</li>
            <li>
              <Link to={STEP_PATHS.data}>{t('mail.change')}</Link>
            </li>
            <li>
              {t('mail.have')} <Link to="/accedi">{t('start.signIn')}</Link>
            </li>
          </ul>
        </>
      )}
    </StepFrame>
  );
}

function Delivery({ delivery }: { delivery: NonNullable<Own['mail']>['delivery'] }): ReactElement {
  const { t } = useTranslation('registration');
  const tone = { WAITING: '', SENT: 'sp-note--done', REFUSED: 'sp-note--error' }[delivery];
  return (
    <p className={`sp-note ${tone}`} role="status">
      {t(`mail.delivery.${delivery}`)}
    </p>
  );
}

function Again({ mail, reload }: { mail: NonNullable<Own['mail']>; reload: () => Promise<void> }): ReactElement {
  const { t } = useTranslation('registration');
  const client = useClient();
  const announce = useAnnounce();
  const [over, setOver] = useState<string | null>(null);
  const [sending, setSending] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const now = serverClock.now();
  const ready = over === mail.resendAt || (now !== null && now >= Date.parse(mail.resendAt));
  const onEnd = useCallback(() => setOver(mail.resendAt), [mail.resendAt]);

  async function resend(): Promise<void> {
    setSending(true);
    setFault(null);
    const outcome = await resendMail(client, null);
    if (outcome.kind === 'done') announce(t('mail.again.done'));
    else if (outcome.kind === 'refused') setFault(outcome.message);
    else if (outcome.kind === 'failed') setFault(failureText(outcome.failure, t));
    await reload();
    setSending(false);
  }
  return (
    <div className="re-again">
      {ready ? (
        <Button kind="outline-primary" sending={sending ? t('sending') : null} onClick={() => void resend()}>
          {t('mail.again.button')}
        </Button>
      ) : (
        <p>
          {t('mail.again.wait')} <Countdown until={mail.resendAt} onEnd={onEnd} />
        </p>
      )}
      {fault && (
        <p className="sp-note sp-note--error" role="alert">
          {fault}
        </p>
      )}
    </div>
  );
}
