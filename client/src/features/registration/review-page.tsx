import { type ReactElement, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { useClient } from 'urql';
import { Button } from '../../components/button.tsx';
import type { FieldFault } from '../../components/error-summary.tsx';
import { failureText } from '../../components/pages.tsx';
import { placeLabel } from './place-field.tsx';
import { confirmData, type Own, useOwnRegistration } from './registration-data.ts';
import { STEP_PATHS, StepFrame } from './step-frame.tsx';

/** Step 3: everything that was said, each with its way back. */
export function ReviewPage(): ReactElement {
  const { t } = useTranslation('registration');
  const client = useClient();
  const navigate = useNavigate();
  const state = useOwnRegistration();
  const [faults, setFaults] = useState<readonly FieldFault[]>([]);
  const [attempt, setAttempt] = useState(0);
  const [sending, setSending] = useState(false);

  async function confirm(): Promise<void> {
    setSending(true);
    const outcome = await confirmData(client);
    setSending(false);
    if (outcome.kind === 'done') return void navigate(STEP_PATHS.mail);
    const message = outcome.kind === 'failed' ? failureText(outcome.failure, t) : null;
    setFaults([{ field: null, message: message ?? (outcome.kind === 'refused' ? outcome.message : '') }]);
    setAttempt((before) => before + 1);
  }
  return (
    <StepFrame step="review" title={t('steps.review')} state={state} faults={faults} attempt={attempt}>
      <p className="sp-lead">{t('review.lead')}</p>
      {state.own?.data && <Told own={state.own} data={state.own.data} />}
      <div className="sp-actions">
        <Button sending={sending ? t('sending') : null} onClick={() => void confirm()}>
          {t('review.confirm')}
        </Button>
        <Link className="btn btn-outline-primary sp-btn" to={STEP_PATHS.data}>
          {t('back')}
        </Link>
      </div>
    </StepFrame>
  );
}

function Told({ own, data }: { own: Own; data: NonNullable<Own['data']> }): ReactElement {
  const { t, i18n } = useTranslation('registration');
  // A day without an hour: read and written in the same zone, whatever the device's.
  const bornOn = new Intl.DateTimeFormat(i18n.language === 'en' ? 'en-GB' : 'it-IT', {
    dateStyle: 'long',
    timeZone: 'UTC',
  }).format(new Date(`${data.bornOn}T00:00:00Z`));
  return (
    <dl className="sp-facts re-facts">
      <Row name="code" to={STEP_PATHS.code}>
        <span className="re-code">{own.fiscalCode}</span>
      </Row>
      <Row name="firstName" to={STEP_PATHS.data}>
        {data.firstName}
      </Row>
      <Row name="lastName" to={STEP_PATHS.data}>
        {data.lastName}
      </Row>
      <Row name="bornOn" to={STEP_PATHS.data}>
        {bornOn}
      </Row>
      <Row name="birthplaceCode" to={STEP_PATHS.data}>
        {data.birthPlace && placeLabel(data.birthPlace)}
      </Row>
      <Row name="sex" to={STEP_PATHS.data}>
        {t(`data.sexes.${data.sex}`)}
      </Row>
      <Row name="email" to={STEP_PATHS.data}>
        {data.email}
      </Row>
    </dl>
  );
}

function Row({ name, to, children }: { name: string; to: string; children: ReactNode }): ReactElement {
  const { t } = useTranslation('registration');
  const label = t(`data.${name}`);
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        <span>{children}</span>
        <Link to={to}>
          {t('review.change')} <span className="visually-hidden">{label}</span>
        </Link>
      </dd>
    </div>
  );
}
