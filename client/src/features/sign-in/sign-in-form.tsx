import { type FormEvent, type ReactElement, useRef, useState } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Button } from '../../components/button.tsx';
import { ErrorSummary, type FieldFault } from '../../components/error-summary.tsx';
import { describedBy, Field, FieldShell } from '../../components/field.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { PasswordInput } from '../../components/password-input.tsx';
import type { Lock } from './locked.tsx';
import type { Revoked } from './revoked.tsx';
import { type Refused, useSignIn } from './use-sign-in.ts';

interface SignInFormProps {
  identifier: string;
  onIdentifier: (identifier: string) => void;
  onLocked: (lock: Lock) => void;
  onRevoked: (revoked: Revoked) => void;
}

const IDENTIFIER = 'nome-utente';
const PASSWORD = 'password';

export function SignInForm({ identifier, onIdentifier, onLocked, onRevoked }: SignInFormProps): ReactElement {
  const { t } = useTranslation('signIn');
  const [password, setPassword] = useState('');
  const [remember, setRemember] = useState(false);
  const [faults, setFaults] = useState<readonly FieldFault[]>([]);
  const [attempt, setAttempt] = useState(0);
  const form = useRef<HTMLFormElement>(null);
  const { signIn, slow, sending } = useSignIn();

  function refuse(refused: Refused): void {
    if (refused.kind === 'locked') {
      onLocked(refused.lock);
      return;
    }
    if (refused.kind === 'revoked') {
      onRevoked(refused.revoked);
      return;
    }
    setPassword('');
    tell(refused.faults.map(({ path, message }) => ({ field: fieldOf(path), message })));
  }
  function tell(found: readonly FieldFault[]): void {
    setFaults(found);
    setAttempt((before) => before + 1);
  }
  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (sending) return;
    // Password managers may fill the fields without telling the page: the form itself knows best.
    const data = new FormData(form.current ?? undefined);
    const typed = {
      identifier: String(data.get('username') ?? '').trim(),
      password: String(data.get('password') ?? ''),
    };
    const missing = [
      ...(typed.identifier ? [] : [{ field: IDENTIFIER, message: t('missing.user') }]),
      ...(typed.password ? [] : [{ field: PASSWORD, message: t('missing.password') }]),
    ];
    if (missing.length > 0) return tell(missing);
    setFaults([]);
    onIdentifier(typed.identifier);
    const refused = await signIn({ ...typed, remember });
    if (refused) refuse(refused);
  }
  const faultOf = (field: string): string | null => faults.find((fault) => fault.field === field)?.message ?? null;

  return (
    <>
      <ErrorSummary faults={faults} attempt={attempt} />
      <PageTitle wrong={faults.length > 0} className="sp-form__title">
        {t('title')}
      </PageTitle>
      <p>
        <Trans t={t} i18nKey="prompt" components={{ info: <Link to="/informazioni-credenziali" /> }} />
      </p>
      {!window.isSecureContext && <p className="sp-note sp-note--warn sp-form__note">{t('insecure')}</p>}
      <form ref={form} noValidate onSubmit={(event) => void submit(event)}>
        <Field
          id={IDENTIFIER}
          name="username"
          label={t('user')}
          help={t('userHelp')}
          error={faultOf(IDENTIFIER)}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          value={identifier}
          onChange={({ target }) => onIdentifier(target.value)}
        />
        <PasswordField value={password} onValue={setPassword} error={faultOf(PASSWORD)} />
        <label className="sp-check sp-check--tall">
          <input
            type="checkbox"
            name="remember"
            checked={remember}
            aria-describedby="ricordami-h"
            onChange={({ target }) => setRemember(target.checked)}
          />
          <span>{t('remember')}</span>
        </label>
        <span id="ricordami-h" className="sp-help sp-help--check">
          {t('rememberHelp')}
        </span>
        <div className="sp-actions">
          <Button type="submit" sending={sending ? t('sending') : null}>
            {t('button')}
          </Button>
        </div>
        <ul className="sp-forgot">
          <li>
            <Link to="/recupero">{t('forgotPassword')}</Link>
          </li>
          <li>
            <Link to="/recupero/nome-utente">{t('forgotUser')}</Link>
          </li>
        </ul>
        <div role="status">{slow && <p className="sp-note sp-form__note">{t('slow')}</p>}</div>
      </form>
      <p className="sp-form__after">
        {t('noAccount')} <Link to="/registrazione">{t('register')}</Link>
      </p>
      <p>
        {t('trouble')} <Link to="/assistenza">{t('troubleHelp')}</Link>
      </p>
    </>
  );
}

function fieldOf(path: string | null): string | null {
  if (path?.endsWith('identifier')) return IDENTIFIER;
  return path?.endsWith('password') ? PASSWORD : null;
}

function PasswordField({
  value,
  onValue,
  error,
}: {
  value: string;
  onValue: (value: string) => void;
  error: string | null;
}): ReactElement {
  const { t } = useTranslation('signIn');
  return (
    <FieldShell id={PASSWORD} label={t('password')} error={error}>
      <PasswordInput
        id={PASSWORD}
        name="password"
        autoComplete="current-password"
        value={value}
        onValue={onValue}
        describedBy={describedBy(PASSWORD, null, error)}
        invalid={error !== null}
      />
    </FieldShell>
  );
}
