import { type FormEvent, type ReactElement, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { useClient } from 'urql';
import { Button } from '../../components/button.tsx';
import { ErrorSummary, type FieldFault } from '../../components/error-summary.tsx';
import { NewPasswordField } from '../../components/new-password-field.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { failureText } from '../../components/pages.tsx';
import { graphql } from '../../gql/index.ts';
import { failureOf } from '../../lib/graphql.ts';
import { localPath } from '../../lib/local-path.ts';
import { useViewer } from '../../lib/viewer.tsx';
import { CurrentPasswordField } from './current-password-field.tsx';
import { Done } from './done.tsx';
import { useForm, wholeFault } from './use-form.ts';

const CHANGE_PASSWORD = graphql(`
  mutation ChangePassword($input: ChangePasswordInput!) {
    changePassword(input: $input) {
      __typename
      ... on Error { message }
      ... on ChangePasswordSuccess { sessionsEnded tokensRevoked }
      ... on InvalidInputError { issues { path message } }
    }
  }
`);
const CURRENT = 'password-attuale';
const NEW = 'nuova-password';
const FIELDS: Record<string, string> = { currentPassword: CURRENT, newPassword: NEW };

interface Changed {
  sessionsEnded: number;
  tokensRevoked: number;
}

/** Another password; whatever was opened with the old one is over, but for this device. */
export function PasswordPage(): ReactElement {
  const { t } = useTranslation('reservedArea');
  const [changed, setChanged] = useState<Changed | null>(null);
  const [search] = useSearchParams();
  const { viewer } = useViewer();
  const must = viewer?.duties.some(({ kind, blocking }) => kind === 'CHANGE_PASSWORD' && blocking) ?? false;
  if (!changed && viewer?.account.ministry && !must) return <MinistryPassword />;
  if (!changed) return <PasswordForm onChanged={setChanged} />;
  const poi = search.get('poi');
  const back = { to: localPath(poi, '/area-riservata'), label: t(poi ? 'backTo.duties' : 'backTo.area') };
  return (
    <Done title={t('password.done.title')} back={back}>
      <p className="sp-lead">{t('password.done.sessions', { count: changed.sessionsEnded })}</p>
      {changed.tokensRevoked > 0 && <p>{t('password.done.tokens', { count: changed.tokensRevoked })}</p>}
      <p>{t('password.done.mail')}</p>
    </Done>
  );
}

/** The ministry's accounts get a password from their security officer alone (IAM-403). */
function MinistryPassword(): ReactElement {
  const { t } = useTranslation('reservedArea');
  return (
    <>
      <PageTitle>{t('password.heading')}</PageTitle>
      <p className="sp-lead">{t('password.ministry.text')}</p>
      <p>{t('password.ministry.next')}</p>
    </>
  );
}

function PasswordForm({ onChanged }: { onChanged: (changed: Changed) => void }): ReactElement {
  const { t } = useTranslation('reservedArea');
  const client = useClient();
  const { changePerson } = useViewer();
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const form = useForm();

  async function send(): Promise<readonly FieldFault[]> {
    const missing = [
      ...(current ? [] : [{ field: CURRENT, message: t('currentMissing') }]),
      ...(password ? [] : [{ field: NEW, message: t('password.missing') }]),
    ];
    if (missing.length > 0) return missing;
    const input = { currentPassword: current, newPassword: password };
    const answer = await client.mutation(CHANGE_PASSWORD, { input }).toPromise();
    const result = answer.data?.changePassword;
    if (!result) return wholeFault(failureText(failureOf(answer), t));
    switch (result.__typename) {
      case 'ChangePasswordSuccess':
        // The sign-in has another cookie: the socket of the old one is closed.
        await changePerson();
        onChanged(result);
        return [];
      case 'InvalidInputError':
        return result.issues.map(({ path, message }) => ({ field: FIELDS[path] ?? null, message }));
      case 'WrongPasswordError':
        setCurrent('');
        return [{ field: CURRENT, message: result.message }];
      default:
        return wholeFault(result.message);
    }
  }
  function type(value: string): void {
    setPassword(value);
    if (form.of(NEW)) form.clear();
  }
  return (
    <div className="sp-form">
      <ErrorSummary faults={form.faults} attempt={form.attempt} />
      <PageTitle wrong={form.faults.length > 0} className="sp-form__title">
        {t('password.heading')}
      </PageTitle>
      <p className="sp-lead">{t('password.lead')}</p>
      <form
        noValidate
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          void form.submit(send);
        }}
      >
        <CurrentPasswordField id={CURRENT} value={current} onValue={setCurrent} error={form.of(CURRENT)} />
        <NewPasswordField id={NEW} value={password} onValue={type} error={form.of(NEW)} />
        <div className="sp-actions">
          <Button type="submit" sending={form.sending ? t('checking') : null}>
            {t('password.button')}
          </Button>
        </div>
      </form>
      <p className="sp-form__after">
        {t('password.forgotten')} <Link to="/recupero">{t('password.recover')}</Link>
      </p>
    </div>
  );
}
