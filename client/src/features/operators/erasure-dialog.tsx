import { type FormEvent, type ReactElement, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient } from 'urql';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { ErrorSummary, type FieldFault } from '../../components/error-summary.tsx';
import { describedBy, FieldShell } from '../../components/field.tsx';
import { failureText } from '../../components/pages.tsx';
import type { ErasureOutcome } from '../../gql/graphql.ts';
import { graphql } from '../../gql/index.ts';
import { failureOf } from '../../lib/graphql.ts';
import { useForm, wholeFault } from '../reserved-area/use-form.ts';
import type { ErasureFile } from './erasures-page.tsx';

const DECIDE = graphql(`
  mutation DecideErasure($input: DecideErasureInput!) {
    decideErasure(input: $input) {
      __typename
      ... on Error { message }
      ... on InvalidInputError { issues { path message } }
    }
  }
`);
const REASON = 'motivo';
const OUTCOMES = ['ERASED', 'DECLINED'] as const;

interface ErasureDialogProps {
  /** null: closed. */
  file: ErasureFile | null;
  onClose: () => void;
  onDecided: (outcome: ErasureOutcome) => void;
}

/** The office decides one request, for good: the consequence stands beside each choice. */
export function ErasureDialog({ file, onClose, onDecided }: ErasureDialogProps): ReactElement {
  const { t } = useTranslation('operators');
  return (
    <Dialog
      open={file !== null}
      title={t('erasures.decide', { number: file?.number, name: file?.displayName })}
      onClose={onClose}
    >
      {file && <Decision file={file} onClose={onClose} onDecided={onDecided} />}
    </Dialog>
  );
}

function Decision({ file, onClose, onDecided }: ErasureDialogProps & { file: ErasureFile }): ReactElement {
  const { t } = useTranslation('operators');
  const client = useClient();
  const [outcome, setOutcome] = useState<ErasureOutcome | null>(null);
  const [reason, setReason] = useState('');
  const form = useForm();

  async function send(): Promise<readonly FieldFault[]> {
    const missing = [
      ...(outcome ? [] : [{ field: `esito-${OUTCOMES[0]}`, message: t('erasures.chooseOutcome') }]),
      ...(reason.trim() ? [] : [{ field: REASON, message: t('erasures.reasonMissing') }]),
    ];
    if (!outcome || missing.length > 0) return missing;
    const answer = await client.mutation(DECIDE, { input: { number: file.number, outcome, reason } }).toPromise();
    const result = answer.data?.decideErasure;
    if (!result) return wholeFault(failureText(failureOf(answer), t));
    if (result.__typename === 'DecideErasureSuccess') {
      onDecided(outcome);
      return [];
    }
    if (result.__typename !== 'InvalidInputError') return wholeFault(result.message);
    return result.issues.map(({ path, message }) => ({ field: path === 'reason' ? REASON : null, message }));
  }
  return (
    <form
      noValidate
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        void form.submit(send);
      }}
    >
      <ErrorSummary faults={form.faults} attempt={form.attempt} />
      <fieldset className="sp-field">
        <legend>{t('erasures.outcomeLegend')}</legend>
        {OUTCOMES.map((one) => (
          <label key={one} className="of-radio" htmlFor={`esito-${one}`}>
            <input
              id={`esito-${one}`}
              type="radio"
              name="esito"
              checked={outcome === one}
              onChange={() => setOutcome(one)}
            />
            <span>
              {t(`erasures.choice.${one}`)}
              <span className="sp-help">{t(`erasures.consequence.${one}`)}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <FieldShell id={REASON} label={t('erasures.reason')} help={t('erasures.reasonHelp')} error={form.of(REASON)}>
        <textarea
          id={REASON}
          className="form-control"
          rows={4}
          maxLength={1000}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
          aria-describedby={describedBy(REASON, true, form.of(REASON))}
          aria-invalid={form.of(REASON) ? true : undefined}
        />
      </FieldShell>
      <div className="sp-actions sp-actions--apart">
        <Button kind="outline-primary" onClick={onClose}>
          {t('cancel')}
        </Button>
        <Button
          type="submit"
          kind={outcome === 'ERASED' ? 'danger' : 'primary'}
          sending={form.sending ? t('erasures.sending') : null}
        >
          {t(`erasures.button.${outcome ?? 'NONE'}`)}
        </Button>
      </div>
    </form>
  );
}
