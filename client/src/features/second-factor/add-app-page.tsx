import { type FormEvent, type ReactElement, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient } from 'urql';
import { Button } from '../../components/button.tsx';
import { ErrorSummary, type FieldFault } from '../../components/error-summary.tsx';
import { Field } from '../../components/field.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { failureText } from '../../components/pages.tsx';
import { failureOf } from '../../lib/graphql.ts';
import { useViewer } from '../../lib/viewer.tsx';
import { useForm, wholeFault } from '../reserved-area/use-form.ts';
import { FactorAdded } from './added.tsx';
import { PasswordFirst } from './password-first.tsx';
import { refusalFaults } from './password-refusal.ts';
import { QrCode } from './qr-code.tsx';
import { ADD_SECOND_FACTOR, type Added, START_SECOND_FACTOR } from './second-factor-data.ts';

const NAME = 'nome-app';
const CODE = 'codice-app';
const FIELDS = { name: NAME, code: CODE, proof: CODE };

interface Setup {
  id: string;
  secret: string;
  uri: string;
}

/** An authenticator app: the password, then the picture to scan and the code that it shows. */
export function AddAppPage(): ReactElement {
  const { t } = useTranslation('secondFactor');
  const client = useClient();
  const [setup, setSetup] = useState<Setup | null>(null);
  const [added, setAdded] = useState<Added | null>(null);

  async function start(currentPassword: string): Promise<readonly FieldFault[]> {
    const input = { kind: 'TOTP' as const, currentPassword };
    const answer = await client.mutation(START_SECOND_FACTOR, { input }).toPromise();
    const result = answer.data?.startSecondFactor;
    if (!result) return wholeFault(failureText(failureOf(answer), t));
    if (result.__typename !== 'SecondFactorSetup')
      return refusalFaults(result, { currentPassword: 'password-attuale' });
    setSetup({ id: result.id, secret: result.secret ?? '', uri: result.uri ?? '' });
    return [];
  }
  if (added) return <FactorAdded added={added} />;
  if (setup) return <AppForm setup={setup} onAdded={setAdded} />;
  return <PasswordFirst title={t('app.title')} lead={t('app.lead')} button={t('app.start')} onPassword={start} />;
}

function AppForm({ setup, onAdded }: { setup: Setup; onAdded: (added: Added) => void }): ReactElement {
  const { t } = useTranslation('secondFactor');
  const client = useClient();
  const { changePerson } = useViewer();
  const [name, setName] = useState(t('app.defaultName'));
  const [code, setCode] = useState('');
  const form = useForm();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.querySelector('h1')?.focus(), []);

  async function send(): Promise<readonly FieldFault[]> {
    const missing = [
      ...(code.trim() ? [] : [{ field: CODE, message: t('step.codeMissing') }]),
      ...(name.trim() ? [] : [{ field: NAME, message: t('nameMissing') }]),
    ];
    if (missing.length > 0) return missing;
    const answer = await client.mutation(ADD_SECOND_FACTOR, { input: { id: setup.id, name, code } }).toPromise();
    const result = answer.data?.addSecondFactor;
    if (!result) return wholeFault(failureText(failureOf(answer), t));
    if (result.__typename !== 'SecondFactorAdded') {
      setCode('');
      return refusalFaults(result, FIELDS);
    }
    // The first one gives this sign-in another cookie: the socket of the old one is closed.
    await changePerson();
    onAdded({ recoveryCodes: result.recoveryCodes ?? null, sessionsEnded: result.sessionsEnded });
    return [];
  }
  return (
    <div className="sp-form" ref={box}>
      <ErrorSummary faults={form.faults} attempt={form.attempt} />
      <PageTitle wrong={form.faults.length > 0} className="sp-form__title">
        {t('app.title')}
      </PageTitle>
      <h2 className="sp-h2 sp-section">{t('app.scan')}</h2>
      <p>{t('app.scanHow')}</p>
      <QrCode text={setup.uri} label={t('app.picture')} />
      <p>{t('app.orType')}</p>
      <p className="sf-secret sp-code">{setup.secret.replace(/(.{4})(?=.)/g, '$1 ')}</p>
      <h2 className="sp-h2 sp-section">{t('app.confirm')}</h2>
      <form
        noValidate
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          void form.submit(send);
        }}
      >
        <Field
          id={CODE}
          label={t('step.code')}
          help={t('step.codeHelp')}
          error={form.of(CODE)}
          className="sp-codefield"
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={20}
          value={code}
          onChange={({ target }) => setCode(target.value)}
        />
        <Field
          id={NAME}
          label={t('name')}
          help={t('app.nameHelp')}
          error={form.of(NAME)}
          maxLength={60}
          autoComplete="off"
          value={name}
          onChange={({ target }) => setName(target.value)}
        />
        <div className="sp-actions">
          <Button type="submit" sending={form.sending ? t('reservedArea:checking') : null}>
            {t('app.button')}
          </Button>
        </div>
      </form>
    </div>
  );
}
