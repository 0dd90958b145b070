import { type FormEvent, type ReactElement, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useClient } from 'urql';
import { Button } from '../../components/button.tsx';
import { Countdown } from '../../components/countdown.tsx';
import { ErrorSummary, type FieldFault } from '../../components/error-summary.tsx';
import { Field } from '../../components/field.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { failureText } from '../../components/pages.tsx';
import { Panel } from '../../components/panel.tsx';
import type { ConfirmSecondFactorInput } from '../../gql/graphql.ts';
import { failureOf } from '../../lib/graphql.ts';
import { useViewer } from '../../lib/viewer.tsx';
import { useForm, wholeFault } from '../reserved-area/use-form.ts';
import { askPasskey, passkeysWork } from './passkey.ts';
import { refusalFaults } from './password-refusal.ts';
import { CONFIRM_SECOND_FACTOR, type SecondStep, type SecondStepMethod } from './second-factor-data.ts';

interface SecondStepFormProps {
  step: SecondStep;
  /** It waited too long, or was used up elsewhere. */
  onOver: () => void;
}

const CODE = 'codice';

/** One way at a time, the others below it. */
export function SecondStepForm({ step, onOver }: SecondStepFormProps): ReactElement {
  const { t } = useTranslation('secondFactor');
  const client = useClient();
  const { changePerson } = useViewer();
  const methods = step.methods.filter((method) => method !== 'PASSKEY' || passkeysWork());
  const [method, setMethod] = useState<SecondStepMethod | null>(methods[0] ?? null);
  const [code, setCode] = useState('');
  const [lockedUntil, setLockedUntil] = useState<string | null>(null);
  const form = useForm();

  async function confirm(input: ConfirmSecondFactorInput): Promise<readonly FieldFault[]> {
    const answer = await client.mutation(CONFIRM_SECOND_FACTOR, { input }).toPromise();
    const result = answer.data?.confirmSecondFactor;
    setCode('');
    if (!result) return wholeFault(failureText(failureOf(answer), t));
    switch (result.__typename) {
      case 'SignInSuccess':
        return (await changePerson()) ? [] : wholeFault(t('signIn:noCookie'));
      case 'SecondStepOverError':
        onOver();
        return [];
      case 'SecondFactorLockedError':
        setLockedUntil(result.until);
        return wholeFault(result.message);
      default:
        return refusalFaults(result, 'passkey' in input ? {} : { proof: CODE, code: CODE, recoveryCode: CODE });
    }
  }
  async function send(): Promise<readonly FieldFault[]> {
    if (method === 'PASSKEY') {
      const used = await askPasskey(step.passkeyOptions ?? '');
      return used.kind === 'done' ? confirm({ passkey: used.answer }) : wholeFault(t(`step.passkey.${used.kind}`));
    }
    if (!code.trim())
      return [{ field: CODE, message: t(method === 'TOTP' ? 'step.codeMissing' : 'step.recoveryMissing') }];
    return confirm(method === 'TOTP' ? { code } : { recoveryCode: code });
  }
  function choose(next: SecondStepMethod): void {
    form.clear();
    setCode('');
    setMethod(next);
  }
  return (
    <>
      <ErrorSummary faults={form.faults} attempt={form.attempt} />
      <PageTitle wrong={form.faults.length > 0} className="sp-form__title">
        {t('step.title')}
      </PageTitle>
      <p className="sp-lead">{t(method ? `step.lead.${method}` : 'step.noWay')}</p>
      {lockedUntil ? (
        <Panel tone="full" className="sp-lock">
          <p className="sp-clock">
            <Countdown until={lockedUntil} spoken onEnd={() => setLockedUntil(null)} />
          </p>
        </Panel>
      ) : (
        method && (
          <form
            noValidate
            onSubmit={(event: FormEvent) => {
              event.preventDefault();
              void form.submit(send);
            }}
          >
            {method !== 'PASSKEY' && <CodeField method={method} code={code} onCode={setCode} error={form.of(CODE)} />}
            <div className="sp-actions">
              <Button type="submit" sending={form.sending ? t('step.sending') : null}>
                {t(`step.button.${method}`)}
              </Button>
            </div>
          </form>
        )
      )}
      <OtherWays methods={methods.filter((other) => other !== method)} onChoose={choose} />
    </>
  );
}

interface CodeFieldProps {
  method: 'TOTP' | 'RECOVERY_CODE';
  code: string;
  onCode: (code: string) => void;
  error: string | null;
}

function CodeField({ method, code, onCode, error }: CodeFieldProps): ReactElement {
  const { t } = useTranslation('secondFactor');
  const app = method === 'TOTP';
  return (
    <Field
      key={method}
      id={CODE}
      name="code"
      label={t(app ? 'step.code' : 'step.recovery')}
      help={t(app ? 'step.codeHelp' : 'step.recoveryHelp')}
      error={error}
      className="sp-codefield"
      inputMode={app ? 'numeric' : 'text'}
      autoComplete={app ? 'one-time-code' : 'off'}
      autoCapitalize="characters"
      spellCheck={false}
      maxLength={30}
      value={code}
      onChange={({ target }) => onCode(target.value)}
    />
  );
}

function OtherWays({
  methods,
  onChoose,
}: {
  methods: readonly SecondStepMethod[];
  onChoose: (method: SecondStepMethod) => void;
}): ReactElement {
  const { t } = useTranslation('secondFactor');
  return (
    <div className="sp-form__after">
      {methods.length > 0 && (
        <>
          <h2 className="sp-h3">{t('step.others')}</h2>
          <ul className="sf-others">
            {methods.map((method) => (
              <li key={method}>
                <button type="button" className="btn btn-link sf-other" onClick={() => onChoose(method)}>
                  {t(`step.other.${method}`)}
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
      <p>
        {t('step.lost')} <Link to="/assistenza">{t('step.lostHelp')}</Link>
      </p>
    </div>
  );
}
