import { type FormEvent, type ReactElement, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useClient } from 'urql';
import { Button } from '../../components/button.tsx';
import { ErrorSummary, type FieldFault } from '../../components/error-summary.tsx';
import { Field } from '../../components/field.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { failureText, NotYours } from '../../components/pages.tsx';
import { graphql } from '../../gql/index.ts';
import { formatInstant } from '../../lib/format.ts';
import { failureOf } from '../../lib/graphql.ts';
import { useViewer } from '../../lib/viewer.tsx';
import { CurrentPasswordField } from './current-password-field.tsx';
import { Done } from './done.tsx';
import { useForm, wholeFault } from './use-form.ts';

const REQUEST_CHANGE = graphql(`
  mutation RequestEmailChange($input: RequestEmailChangeInput!) {
    requestEmailChange(input: $input) {
      __typename
      ... on Error { message }
      ... on RequestEmailChangeSuccess { change { email expiresAt } }
      ... on InvalidInputError { issues { path message } }
    }
  }
`);
const EMAIL = 'nuovo-indirizzo';
const PASSWORD = 'password-attuale';
const FIELDS: Record<string, string> = { email: EMAIL, currentPassword: PASSWORD };

interface Asked {
  email: string;
  expiresAt: string;
}

/** Another address: the password again, then the link of the mail that goes there. */
export function EmailPage(): ReactElement {
  const { t, i18n } = useTranslation('reservedArea');
  const { viewer } = useViewer();
  const [asked, setAsked] = useState<Asked | null>(null);
  if (viewer?.account.kind === 'INSTITUTION') return <NotYours />;
  if (!asked) return <EmailForm onAsked={setAsked} />;
  const until = formatInstant(asked.expiresAt, i18n.language);
  return (
    <Done title={t('recapiti.asked.title')} back={{ to: '/area-riservata/recapiti', label: t('backTo.recapiti') }}>
      <p className="sp-lead">{t('recapiti.asked.text', { email: asked.email, until })}</p>
      <p>{t('recapiti.asked.next')}</p>
    </Done>
  );
}

function EmailForm({ onAsked }: { onAsked: (asked: Asked) => void }): ReactElement {
  const { t } = useTranslation('reservedArea');
  const client = useClient();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const form = useForm();

  async function send(): Promise<readonly FieldFault[]> {
    const missing = [
      ...(email.trim() ? [] : [{ field: EMAIL, message: t('recapiti.missing') }]),
      ...(password ? [] : [{ field: PASSWORD, message: t('currentMissing') }]),
    ];
    if (missing.length > 0) return missing;
    const answer = await client.mutation(REQUEST_CHANGE, { input: { email, currentPassword: password } }).toPromise();
    const result = answer.data?.requestEmailChange;
    if (!result) return wholeFault(failureText(failureOf(answer), t));
    switch (result.__typename) {
      case 'RequestEmailChangeSuccess':
        onAsked(result.change);
        return [];
      case 'InvalidInputError':
        return result.issues.map(({ path, message }) => ({ field: FIELDS[path] ?? null, message }));
      case 'WrongPasswordError':
        setPassword('');
        return [{ field: PASSWORD, message: result.message }];
      default:
        return wholeFault(result.message);
    }
  }
  return (
    <div className="sp-form">
      <ErrorSummary faults={form.faults} attempt={form.attempt} />
      <PageTitle wrong={form.faults.length > 0} className="sp-form__title">
        {t('recapiti.changeTitle')}
      </PageTitle>
      <p className="sp-lead">{t('recapiti.changeLead')}</p>
      <form
        noValidate
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          void form.submit(send);
        }}
      >
        <Field
          id={EMAIL}
          type="email"
          label={t('recapiti.new')}
          help={t('recapiti.newHelp')}
          error={form.of(EMAIL)}
          autoComplete="email"
          autoCapitalize="none"
          spellCheck={false}
          value={email}
          onChange={({ target }) => setEmail(target.value)}
        />
        <CurrentPasswordField id={PASSWORD} value={password} onValue={setPassword} error={form.of(PASSWORD)} />
        <div className="sp-actions">
          <Button type="submit" sending={form.sending ? t('checking') : null}>
            {t('recapiti.send')}
          </Button>
          <Link to="/area-riservata/recapiti">{t('cancel')}</Link>
        </div>
      </form>
    </div>
  );
}
