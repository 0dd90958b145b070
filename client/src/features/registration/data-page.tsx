import { type FormEvent, type ReactElement, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { useClient } from 'urql';
import { Button } from '../../components/button.tsx';
import type { FieldFault } from '../../components/error-summary.tsx';
import { failureText } from '../../components/pages.tsx';
import { useFormFaults } from '../../components/use-form-faults.ts';
import { calendarDay, isoDay } from './birth-date.tsx';
import { DataFields, FIELD_IDS, formOf } from './data-form.tsx';
import { placeOfName } from './place-field.tsx';
import { fieldFaults, type OwnState, saveData, useOwnRegistration } from './registration-data.ts';
import { STEP_PATHS, StepFrame } from './step-frame.tsx';

/** Step 2: the data. */
export function DataPage(): ReactElement {
  const { t } = useTranslation('registration');
  const state = useOwnRegistration();
  const { faults, attempt, tell } = useFormFaults();
  return (
    <StepFrame step="data" title={t('steps.data')} state={state} faults={faults} attempt={attempt}>
      <Form state={state} faults={faults} onFaults={tell} />
    </StepFrame>
  );
}

interface FormProps {
  state: OwnState;
  faults: readonly FieldFault[];
  onFaults: (faults: readonly FieldFault[]) => void;
}

function Form({ state, faults, onFaults }: FormProps): ReactElement {
  const { t } = useTranslation('registration');
  const client = useClient();
  const navigate = useNavigate();
  const [form, setForm] = useState(() => formOf(state.own));
  const [sending, setSending] = useState(false);
  const errorOf = (path: string): string | null =>
    faults.find(({ field }) => field === FIELD_IDS[path])?.message ?? null;

  async function send(): Promise<void> {
    const place = form.place.place ?? (await placeOfName(client, form.place, calendarDay(form.bornOn)));
    const { firstName, lastName, email, emailAgain, consent } = form;
    if (form.sex === '') return onFaults([{ field: FIELD_IDS.sex ?? null, message: t('data.sexMissing') }]);
    const outcome = await saveData(client, {
      ...{ firstName, lastName, email, emailAgain, consent, sex: form.sex, termsVersion: state.termsVersion },
      bornOn: isoDay(form.bornOn),
      birthplaceCode: place?.code ?? '',
    });
    switch (outcome.kind) {
      case 'done':
        return void navigate(STEP_PATHS.review);
      case 'faults':
        return onFaults(fieldFaults(outcome.faults, FIELD_IDS));
      case 'refused':
        return onFaults([{ field: null, message: outcome.message }]);
      case 'failed':
        return onFaults([{ field: null, message: failureText(outcome.failure, t) }]);
    }
  }
  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (sending) return;
    setSending(true);
    await send();
    setSending(false);
  }

  return (
    <>
      <p className="sp-lead">{t('data.lead')}</p>
      <form noValidate onSubmit={(event) => void submit(event)}>
        <DataFields form={form} onChange={setForm} errorOf={errorOf} />
        <div className="sp-actions">
          <Button type="submit" sending={sending ? t('sending') : null}>
            {t('continue')}
          </Button>
          <Link className="btn btn-outline-primary sp-btn" to={STEP_PATHS.code}>
            {t('back')}
          </Link>
        </div>
      </form>
    </>
  );
}
