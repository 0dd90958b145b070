import { type FormEvent, type ReactElement, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useClient } from 'urql';
import { Button } from '../../components/button.tsx';
import { Countdown } from '../../components/countdown.tsx';
import { ErrorSummary } from '../../components/error-summary.tsx';
import { NewPasswordField } from '../../components/new-password-field.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { failureText } from '../../components/pages.tsx';
import { failureOf } from '../../lib/graphql.ts';
import { CHOOSE } from './recovery-data.ts';
import { RecoveryEnd } from './recovery-end.tsx';
import { useFaults } from './use-faults.ts';

const PASSWORD = 'nuova-password';

interface ChoosePasswordProps {
  number: number;
  until: string;
}

type Phase = 'choosing' | 'done' | 'late';

/** The last step: the person chooses, and signs in again everywhere. */
export function ChoosePassword({ number, until }: ChoosePasswordProps): ReactElement {
  const { t } = useTranslation('recovery');
  const client = useClient();
  const [password, setPassword] = useState('');
  const [phase, setPhase] = useState<Phase>('choosing');
  const [sending, setSending] = useState(false);
  const { faults, attempt, tell, clear, of } = useFaults();
  const box = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: every phase takes the place of the one before
  useEffect(() => box.current?.querySelector('h1')?.focus(), [phase]);

  function type(value: string): void {
    setPassword(value);
    clear();
  }
  async function choose(): Promise<void> {
    const answer = await client.mutation(CHOOSE, { password }).toPromise();
    const result = answer.data?.chooseRecoveredPassword;
    if (!result) return tell([{ field: null, message: failureText(failureOf(answer), t) }]);
    if (result.__typename === 'PasswordRecovered') return setPhase('done');
    if (result.__typename === 'NoRecoveryError') return setPhase('late');
    if (result.__typename === 'BusyError') return tell([{ field: null, message: result.message }]);
    tell(result.issues.map(({ message }) => ({ field: PASSWORD, message })));
  }
  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (sending) return;
    if (password === '') return tell([{ field: PASSWORD, message: t('choose.missing') }]);
    clear();
    setSending(true);
    await choose();
    setSending(false);
  }

  if (phase === 'late') {
    return (
      <div ref={box}>
        <RecoveryEnd reason="TOO_LATE" number={number} />
      </div>
    );
  }
  if (phase === 'done') {
    return (
      <div ref={box}>
        <Recovered />
      </div>
    );
  }
  return (
    <div ref={box}>
      <ErrorSummary faults={faults} attempt={attempt} />
      <PageTitle wrong={faults.length > 0} className="sp-form__title">
        {t('choose.title')}
      </PageTitle>
      <p className="sp-lead">{t('choose.lead')}</p>
      <form noValidate onSubmit={(event) => void submit(event)}>
        <NewPasswordField id={PASSWORD} value={password} onValue={type} error={of(PASSWORD)} />
        <p className="sp-muted">
          {t('choose.left')} <Countdown until={until} spoken onEnd={() => setPhase('late')} />
        </p>
        <div className="sp-actions">
          <Button type="submit" sending={sending ? t('choose.sending') : null}>
            {t('choose.button')}
          </Button>
        </div>
      </form>
    </div>
  );
}

function Recovered(): ReactElement {
  const { t } = useTranslation('recovery');
  return (
    <>
      <PageTitle>{t('done.title')}</PageTitle>
      <p className="sp-lead">{t('done.text')}</p>
      <p>{t('done.next')}</p>
      <div className="sp-actions">
        <Link className="btn btn-primary sp-btn" to="/accedi">
          {t('done.signIn')}
        </Link>
      </div>
    </>
  );
}
