import { type FormEvent, type ReactElement, useEffect, useRef, useState } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { Link, Navigate, useLocation, useNavigate, useParams } from 'react-router';
import { useClient } from 'urql';
import { Button } from '../../components/button.tsx';
import { ErrorSummary, type FieldFault } from '../../components/error-summary.tsx';
import { NewPasswordField } from '../../components/new-password-field.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { failureText } from '../../components/pages.tsx';
import { formatInstant } from '../../lib/format.ts';
import { complete, type Opened, useLink } from './link-data.ts';
import { LinkFrame } from './link-frame.tsx';

const PASSWORD = 'nuova-password';

/** Whether the person saw the comparison and goes on; kept in the history entry, so that a reload does not ask again. */
function hasAccepted(state: unknown): boolean {
  return typeof state === 'object' && state !== null && 'accepted' in state && state.accepted === true;
}

/** The link of the mail: the user name to be, and the password to choose. Only the button consumes the link. */
export function ConfirmPage(): ReactElement {
  const { token = '' } = useParams();
  const { state } = useLocation();
  const link = useLink(token);
  const [username, setUsername] = useState<string | null>(null);
  if (username !== null) return <Done username={username} />;
  return (
    <LinkFrame token={token} link={link}>
      {(opened) =>
        opened.differing.length > 0 && !hasAccepted(state) ? (
          <Navigate to={`/conferma/${token}/confronto`} replace />
        ) : (
          <PasswordForm
            token={token}
            opened={opened}
            acceptDifferences={hasAccepted(state)}
            onDone={setUsername}
            onRefused={link.reload}
          />
        )
      }
    </LinkFrame>
  );
}

interface PasswordFormProps {
  token: string;
  opened: Opened;
  acceptDifferences: boolean;
  onDone: (username: string) => void;
  /** The link no longer opens: the page looks again, and says why. */
  onRefused: () => void;
}

function PasswordForm({ token, opened, acceptDifferences, onDone, onRefused }: PasswordFormProps): ReactElement {
  const { t, i18n } = useTranslation('registration');
  const client = useClient();
  const navigate = useNavigate();
  const [password, setPassword] = useState('');
  const [sending, setSending] = useState(false);
  const [faults, setFaults] = useState<readonly FieldFault[]>([]);
  const [attempt, setAttempt] = useState(0);
  const { firstName, lastName, email, fiscalCode, username, expiresAt } = opened;

  function tell(found: readonly FieldFault[]): void {
    setFaults(found);
    setAttempt((before) => before + 1);
  }
  async function send(): Promise<void> {
    const outcome = await complete(client, { token, password, acceptDifferences });
    switch (outcome.kind) {
      case 'done':
        return onDone(outcome.username);
      case 'password':
        return tell(outcome.messages.map((message) => ({ field: PASSWORD, message })));
      case 'differs':
        return void navigate(`/conferma/${token}/confronto`);
      case 'refused':
        tell([{ field: null, message: outcome.message }]);
        return onRefused();
      case 'failed':
        return tell([{ field: null, message: failureText(outcome.failure, t) }]);
    }
  }
  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (sending) return;
    if (password === '') return tell([{ field: PASSWORD, message: t('confirm.missing') }]);
    setSending(true);
    await send();
    setSending(false);
  }

  return (
    <>
      <ErrorSummary faults={faults} attempt={attempt} />
      <PageTitle wrong={faults.length > 0} className="re-title">
        {t('confirm.title')}
      </PageTitle>
      <p className="sp-lead">{t('confirm.lead', { firstName })}</p>
      <p>
        <Trans t={t} i18nKey="confirm.username" values={{ username }} components={{ b: <b /> }} />
      </p>
      <form noValidate onSubmit={(event) => void submit(event)}>
        <input type="text" name="username" autoComplete="username" value={username} readOnly hidden />
        <NewPasswordField
          id={PASSWORD}
          value={password}
          onValue={setPassword}
          error={faults.find(({ field }) => field === PASSWORD)?.message ?? null}
          ownWords={[firstName, lastName, username, email, fiscalCode]}
        />
        <div className="sp-actions">
          <Button type="submit" sending={sending ? t('sending') : null}>
            {t('confirm.button')}
          </Button>
        </div>
      </form>
      <p className="sp-form__after">{t('confirm.until', { until: formatInstant(expiresAt, i18n.language) })}</p>
    </>
  );
}

function Done({ username }: { username: string }): ReactElement {
  const { t } = useTranslation('registration');
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.querySelector('h1')?.focus(), []);
  return (
    <div className="container">
      <div ref={box} className="sp-form re-done">
        <PageTitle className="re-title">{t('done.title')}</PageTitle>
        <p className="sp-lead">
          <Trans t={t} i18nKey="done.text" values={{ username }} components={{ b: <b /> }} />
        </p>
        <p>{t('done.more')}</p>
        <div className="sp-actions">
          <Link className="btn btn-primary sp-btn" to="/accedi">
            {t('start.signIn')}
          </Link>
        </div>
      </div>
    </div>
  );
}
