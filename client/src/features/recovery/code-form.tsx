import { type FormEvent, type ReactElement, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import { useClient } from 'urql';
import { Button } from '../../components/button.tsx';
import { Countdown } from '../../components/countdown.tsx';
import { ErrorSummary } from '../../components/error-summary.tsx';
import { Field } from '../../components/field.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { failureText } from '../../components/pages.tsx';
import { Panel } from '../../components/panel.tsx';
import type { RecoveryChannel, RecoveryPartsFragment } from '../../gql/graphql.ts';
import { failureOf } from '../../lib/graphql.ts';
import { CONFIRM_CODE } from './recovery-data.ts';
import type { EndReason } from './recovery-end.tsx';
import { useFaults } from './use-faults.ts';

const CODE = 'codice';

interface CodeFormProps {
  recovery: RecoveryPartsFragment;
  onConfirmed: (recovery: RecoveryPartsFragment) => void;
  onEnd: (end: { reason: EndReason; newerNumber: number | null }) => void;
}

/** The number to compare, and where to type the code (CHK-26, CHK-27). */
export function CodeForm({ recovery, onConfirmed, onEnd }: CodeFormProps): ReactElement {
  const { t } = useTranslation('recovery');
  const client = useClient();
  const [code, setCode] = useState('');
  const [sending, setSending] = useState(false);
  const { faults, attempt, tell, clear, of } = useFaults();
  const { number } = recovery;
  const bySms = (useLocation().state as { channel?: RecoveryChannel } | null)?.channel === 'SMS';

  async function confirm(): Promise<void> {
    const answer = await client.mutation(CONFIRM_CODE, { input: { number, code } }).toPromise();
    const result = answer.data?.confirmRecoveryCode;
    if (!result) return tell([{ field: null, message: failureText(failureOf(answer), t) }]);
    switch (result.__typename) {
      case 'RecoveryConfirmed':
        return onConfirmed(result.recovery);
      case 'WrongRecoveryCodeError':
        setCode('');
        return tell([{ field: CODE, message: result.message }]);
      case 'InvalidInputError':
        return tell(result.issues.map(({ message }) => ({ field: CODE, message })));
      case 'RecoveryOverError':
        return onEnd({ reason: result.reason, newerNumber: result.newerNumber ?? null });
      case 'OtherBrowserError':
        return onEnd({ reason: 'OTHER_BROWSER', newerNumber: null });
    }
  }
  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (sending) return;
    if (code.trim() === '') return tell([{ field: CODE, message: t('code.missing') }]);
    clear();
    setSending(true);
    await confirm();
    setSending(false);
  }

  return (
    <>
      <ErrorSummary faults={faults} attempt={attempt} />
      <PageTitle wrong={faults.length > 0} title={t('code.pageTitle', { number })}>
        {t(bySms ? 'code.smsTitle' : 'code.title')}
      </PageTitle>
      {bySms ? <SmsWords number={number} /> : <MailWords number={number} subject={recovery.subject} />}
      <form noValidate onSubmit={(event) => void submit(event)}>
        <Field
          id={CODE}
          name="code"
          label={t('code.label')}
          help={t('code.help')}
          error={of(CODE)}
          className="sp-codefield"
          autoComplete="one-time-code"
          autoCapitalize="characters"
          spellCheck={false}
          value={code}
          onChange={({ target }) => setCode(target.value)}
        />
        <p>
          {t(bySms ? 'code.smsValidBefore' : 'code.validBefore')}{' '}
          <Countdown until={recovery.expiresAt} spoken onEnd={() => onEnd({ reason: 'EXPIRED', newerNumber: null })} />{' '}
          {t(bySms ? 'code.smsValidAfter' : 'code.validAfter')}
        </p>
        <div className="sp-actions">
          <Button type="submit" sending={sending ? t('code.sending') : null}>
            {t('code.button')}
          </Button>
        </div>
      </form>
      <p className="sp-form__after">
        {t('code.none')} <Link to="/recupero">{t('code.again')}</Link> {t('code.againText')}
      </p>
    </>
  );
}

function MailWords({ number, subject }: { number: number; subject: string }): ReactElement {
  const { t } = useTranslation('recovery');
  return (
    <>
      <p className="sp-lead">{t('code.sent')}</p>
      <Panel tone="quiet">
        <p className="sp-number">{t('code.number', { number })}</p>
        <p>{t('code.match')}</p>
        <p className="sp-subject">«{subject}»</p>
        <p className="sp-muted">{t('code.spam')}</p>
      </Panel>
      <h2 className="sp-h2 sp-section">{t('code.two')}</h2>
      <p>{t('code.first')}</p>
      <p>{t('code.second')}</p>
    </>
  );
}

function SmsWords({ number }: { number: number }): ReactElement {
  const { t } = useTranslation('recovery');
  return (
    <>
      <p className="sp-lead">{t('code.smsSent')}</p>
      <Panel tone="quiet" className="sp-form__note">
        <p className="sp-number">{t('code.number', { number })}</p>
        <p className="sp-muted">{t('code.smsMatch')}</p>
      </Panel>
    </>
  );
}
