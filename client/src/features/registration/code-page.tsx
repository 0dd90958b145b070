import { type FormEvent, type ReactElement, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { useClient } from 'urql';
import { Button } from '../../components/button.tsx';
import type { FieldFault } from '../../components/error-summary.tsx';
import { Field } from '../../components/field.tsx';
import { failureText } from '../../components/pages.tsx';
import { SecurityCheck, useSecurityCheck } from '../../components/security-check.tsx';
import { useFormFaults } from '../../components/use-form-faults.ts';
import { Tick } from './data-form.tsx';
import { fieldFaults, type OwnState, startRegistration, useOwnRegistration } from './registration-data.ts';
import { STEP_PATHS, StepFrame } from './step-frame.tsx';

const CODE = 'codice-fiscale';
const NOTICE = 'informativa';

/** Step 1: whose registration it is, once the notice was read. */
export function CodePage(): ReactElement {
  const { t } = useTranslation('registration');
  const state = useOwnRegistration();
  const { faults, attempt, tell } = useFormFaults();
  return (
    <StepFrame step="code" title={t('code.title')} state={state} faults={faults} attempt={attempt}>
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
  const check = useSecurityCheck();
  const [fiscalCode, setFiscalCode] = useState(state.own?.fiscalCode ?? '');
  const [read, setRead] = useState(state.own !== null);
  const [sending, setSending] = useState(false);
  const errorOf = (id: string): string | null => faults.find(({ field }) => field === id)?.message ?? null;

  async function send(): Promise<void> {
    const missing = [
      ...(fiscalCode.trim() ? [] : [{ field: CODE, message: t('code.missing') }]),
      ...(read ? [] : [{ field: NOTICE, message: t('code.noticeMissing') }]),
    ];
    if (missing.length > 0) return onFaults(missing);
    const proof = await check.take();
    if (proof === null) return onFaults([{ field: null, message: t('password:check.failed') }]);
    const outcome = await startRegistration(client, { fiscalCode, termsVersion: state.termsVersion, proof });
    switch (outcome.kind) {
      case 'done':
        return void navigate(STEP_PATHS.data);
      case 'faults':
        return onFaults(fieldFaults(outcome.faults, { fiscalCode: CODE, termsVersion: NOTICE }));
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
    <form noValidate onSubmit={(event) => void submit(event)}>
      <Field
        id={CODE}
        label={t('data.code')}
        help={t('code.help')}
        error={errorOf(CODE)}
        className="re-code"
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        value={fiscalCode}
        onChange={({ target }) => setFiscalCode(target.value)}
      />
      <Tick id={NOTICE} label={t('code.notice')} checked={read} error={errorOf(NOTICE)} onChange={setRead} />
      <SecurityCheck check={check} />
      <div className="sp-actions">
        <Button type="submit" sending={sending ? t('sending') : null}>
          {t('continue')}
        </Button>
        <Link className="btn btn-outline-primary sp-btn" to="/registrazione">
          {t('back')}
        </Link>
      </div>
    </form>
  );
}
