import { type FormEvent, type ReactElement, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useClient } from 'urql';
import { Button } from '../../components/button.tsx';
import { ErrorSummary } from '../../components/error-summary.tsx';
import { Field } from '../../components/field.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { failureText } from '../../components/pages.tsx';
import { SecurityCheck, useSecurityCheck } from '../../components/security-check.tsx';
import { failureOf } from '../../lib/graphql.ts';
import { RECOVER_USERNAME } from './recovery-data.ts';
import { RecoveryFrame } from './recovery-frame.tsx';
import { useFaults } from './use-faults.ts';

const OWNER = 'codice-fiscale';

/** A forgotten user name goes to the address of the account, and is never shown here. */
export function UsernamePage(): ReactElement {
  const { t } = useTranslation('recovery');
  const [asked, setAsked] = useState(false);
  return (
    <RecoveryFrame here={t('user.title')}>{asked ? <Asked /> : <Ask onAsked={() => setAsked(true)} />}</RecoveryFrame>
  );
}

function Ask({ onAsked }: { onAsked: () => void }): ReactElement {
  const { t } = useTranslation('recovery');
  const client = useClient();
  const check = useSecurityCheck();
  const [identifier, setIdentifier] = useState('');
  const [sending, setSending] = useState(false);
  const { faults, attempt, tell, clear, of } = useFaults();

  async function ask(): Promise<void> {
    const securityCheck = await check.take();
    if (securityCheck === null) return tell([{ field: null, message: t('password:check.failed') }]);
    const answer = await client.mutation(RECOVER_USERNAME, { input: { identifier, securityCheck } }).toPromise();
    const result = answer.data?.recoverUsername;
    if (!result) return tell([{ field: null, message: failureText(failureOf(answer), t) }]);
    if (result.__typename === 'UsernameAsked') return onAsked();
    if (result.__typename === 'SecurityCheckError') return tell([{ field: null, message: result.message }]);
    tell(result.issues.map(({ message }) => ({ field: OWNER, message })));
  }
  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (sending) return;
    if (identifier.trim() === '') return tell([{ field: OWNER, message: t('user.missing') }]);
    clear();
    setSending(true);
    await ask();
    setSending(false);
  }

  return (
    <>
      <ErrorSummary faults={faults} attempt={attempt} />
      <PageTitle wrong={faults.length > 0} className="sp-form__title">
        {t('user.title')}
      </PageTitle>
      <p className="sp-lead">{t('user.lead')}</p>
      <form noValidate onSubmit={(event) => void submit(event)}>
        <Field
          id={OWNER}
          name="owner"
          label={t('user.owner')}
          help={t('user.ownerHelp')}
          error={of(OWNER)}
          autoComplete="email"
          autoCapitalize="none"
          spellCheck={false}
          value={identifier}
          onChange={({ target }) => setIdentifier(target.value)}
        />
        <SecurityCheck check={check} />
        <div className="sp-actions">
          <Button type="submit" sending={sending ? t('user.sending') : null}>
            {t('user.button')}
          </Button>
        </div>
      </form>
    </>
  );
}

function Asked(): ReactElement {
  const { t } = useTranslation('recovery');
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.querySelector('h1')?.focus(), []);
  return (
    <div ref={box}>
      <PageTitle>{t('user.sentTitle')}</PageTitle>
      <p className="sp-lead">{t('user.sent')}</p>
      <p>{t('user.sentHelp')}</p>
      <div className="sp-actions">
        <Link className="btn btn-primary sp-btn" to="/accedi">
          {t('toSignIn')}
        </Link>
        <Link to="/recupero">{t('title')}</Link>
      </div>
    </div>
  );
}
