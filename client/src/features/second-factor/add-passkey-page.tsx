import { type FormEvent, type ReactElement, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useClient } from 'urql';
import { Button } from '../../components/button.tsx';
import { ErrorSummary, type FieldFault } from '../../components/error-summary.tsx';
import { Field } from '../../components/field.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { failureText } from '../../components/pages.tsx';
import { failureOf } from '../../lib/graphql.ts';
import { useViewer } from '../../lib/viewer.tsx';
import { CurrentPasswordField } from '../reserved-area/current-password-field.tsx';
import { useForm, wholeFault } from '../reserved-area/use-form.ts';
import { FactorAdded } from './added.tsx';
import { makePasskey, passkeysWork } from './passkey.ts';
import { refusalFaults } from './password-refusal.ts';
import { ADD_SECOND_FACTOR, type Added, START_SECOND_FACTOR } from './second-factor-data.ts';

const CURRENT = 'password-attuale';
const NAME = 'nome-passkey';
const FIELDS = { currentPassword: CURRENT, name: NAME };

/** A passkey: its name and the password, then the browser's own dialog. */
export function AddPasskeyPage(): ReactElement {
  const { t } = useTranslation('secondFactor');
  const [added, setAdded] = useState<Added | null>(null);
  if (added) return <FactorAdded added={added} />;
  if (passkeysWork()) return <PasskeyForm onAdded={setAdded} />;
  return (
    <>
      <PageTitle>{t('passkey.title')}</PageTitle>
      <p className="sp-lead">{t('passkey.unsupported')}</p>
      <div className="sp-actions">
        <Link className="btn btn-primary sp-btn" to="/area-riservata/verifica/app">
          {t('addApp')}
        </Link>
      </div>
    </>
  );
}

function PasskeyForm({ onAdded }: { onAdded: (added: Added) => void }): ReactElement {
  const { t } = useTranslation('secondFactor');
  const client = useClient();
  const { changePerson } = useViewer();
  const [current, setCurrent] = useState('');
  const [name, setName] = useState(t('passkey.defaultName'));
  const form = useForm();

  async function add(id: string, passkeyOptions: string): Promise<readonly FieldFault[]> {
    const made = await makePasskey(passkeyOptions);
    if (made.kind !== 'done') return wholeFault(t(`passkey.outcome.${made.kind}`));
    const answer = await client.mutation(ADD_SECOND_FACTOR, { input: { id, name, passkey: made.answer } }).toPromise();
    const result = answer.data?.addSecondFactor;
    if (!result) return wholeFault(failureText(failureOf(answer), t));
    if (result.__typename !== 'SecondFactorAdded') return refusalFaults(result, FIELDS);
    // The first one gives this sign-in another cookie: the socket of the old one is closed.
    await changePerson();
    onAdded({ recoveryCodes: result.recoveryCodes ?? null, sessionsEnded: result.sessionsEnded });
    return [];
  }
  async function send(): Promise<readonly FieldFault[]> {
    const missing = [
      ...(name.trim() ? [] : [{ field: NAME, message: t('nameMissing') }]),
      ...(current ? [] : [{ field: CURRENT, message: t('reservedArea:currentMissing') }]),
    ];
    if (missing.length > 0) return missing;
    const input = { kind: 'PASSKEY' as const, currentPassword: current };
    const answer = await client.mutation(START_SECOND_FACTOR, { input }).toPromise();
    const result = answer.data?.startSecondFactor;
    if (!result) return wholeFault(failureText(failureOf(answer), t));
    if (result.__typename === 'SecondFactorSetup') return await add(result.id, result.passkeyOptions ?? '');
    if (result.__typename === 'WrongPasswordError') setCurrent('');
    return refusalFaults(result, FIELDS);
  }
  return (
    <div className="sp-form">
      <ErrorSummary faults={form.faults} attempt={form.attempt} />
      <PageTitle wrong={form.faults.length > 0} className="sp-form__title">
        {t('passkey.title')}
      </PageTitle>
      <p className="sp-lead">{t('passkey.lead')}</p>
      <form
        noValidate
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          void form.submit(send);
        }}
      >
        <Field
          id={NAME}
          label={t('name')}
          help={t('passkey.nameHelp')}
          error={form.of(NAME)}
          maxLength={60}
          autoComplete="off"
          value={name}
          onChange={({ target }) => setName(target.value)}
        />
        <CurrentPasswordField id={CURRENT} value={current} onValue={setCurrent} error={form.of(CURRENT)} />
        <p className="sp-muted">{t('passkey.next')}</p>
        <div className="sp-actions">
          <Button type="submit" sending={form.sending ? t('passkey.sending') : null}>
            {t('passkey.button')}
          </Button>
        </div>
      </form>
    </div>
  );
}
