import { type FormEvent, type ReactElement, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useClient } from 'urql';
import { Button } from '../../components/button.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { ErrorSummary, type FieldFault } from '../../components/error-summary.tsx';
import { Field, FieldShell } from '../../components/field.tsx';
import { Icon } from '../../components/icon.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { failureText } from '../../components/pages.tsx';
import type { TokenScope } from '../../gql/graphql.ts';
import { graphql } from '../../gql/index.ts';
import { failureOf } from '../../lib/graphql.ts';
import { isOffice, useViewer } from '../../lib/viewer.tsx';
import { ScopeFields } from './scope-fields.tsx';
import { offeredScopes, TOKENS_PATH } from './token-data.ts';
import { useForm, wholeFault } from './use-form.ts';

const CREATE = graphql(`
  mutation CreateAccessToken($input: CreateAccessTokenInput!) {
    createAccessToken(input: $input) {
      __typename
      ... on Error { message }
      ... on CreateAccessTokenSuccess { token accessToken { name } }
      ... on InvalidInputError { issues { path message } }
    }
  }
`);
const FIELDS: Readonly<Record<string, string>> = { name: 'nome', scopes: 'permessi', expiresInDays: 'durata' };
const DAYS = [30, 90, 180, 365] as const;

interface Made {
  token: string;
  name: string;
}

/** A new token; itself it is shown once. */
export function TokenFormPage(): ReactElement {
  const [made, setMade] = useState<Made | null>(null);
  return made ? <TokenMade made={made} /> : <TokenForm onMade={setMade} />;
}

function TokenForm({ onMade }: { onMade: (made: Made) => void }): ReactElement {
  const { t } = useTranslation('tokens');
  const client = useClient();
  const form = useForm();
  const offered = offeredScopes(isOffice(useViewer().viewer));
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<readonly TokenScope[]>([]);
  const [days, setDays] = useState<number>(90);

  async function send(): Promise<readonly FieldFault[]> {
    const input = { name, scopes: [...scopes], expiresInDays: days };
    const answer = await client.mutation(CREATE, { input }).toPromise();
    const result = answer.data?.createAccessToken;
    if (!result) return wholeFault(failureText(failureOf(answer), t));
    if (result.__typename === 'InvalidInputError')
      return result.issues.map(({ path, message }) => ({ field: FIELDS[path] ?? null, message }));
    if (result.__typename !== 'CreateAccessTokenSuccess') return wholeFault(result.message);
    onMade({ token: result.token, name: result.accessToken.name });
    return [];
  }
  return (
    <div className="sp-form">
      <ErrorSummary faults={form.faults} attempt={form.attempt} />
      <PageTitle wrong={form.faults.length > 0} className="sp-form__title">
        {t('create')}
      </PageTitle>
      <p className="sp-lead">{t('formLead')}</p>
      <form
        noValidate
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          void form.submit(send);
        }}
      >
        <Field
          id="nome"
          label={t('name')}
          help={t('nameHelp')}
          error={form.of('nome')}
          autoComplete="off"
          maxLength={100}
          value={name}
          onChange={({ target }) => setName(target.value)}
        />
        <ScopeFields id="permessi" offered={offered} chosen={scopes} error={form.of('permessi')} onChange={setScopes} />
        <FieldShell id="durata" label={t('life')} help={t('lifeHelp')} error={form.of('durata')}>
          <div className="sp-select">
            <select
              id="durata"
              aria-describedby="durata-h"
              value={days}
              onChange={({ target }) => setDays(Number(target.value))}
            >
              {DAYS.map((each) => (
                <option key={each} value={each}>
                  {t('days', { count: each })}
                </option>
              ))}
            </select>
            <Icon name="expand" />
          </div>
        </FieldShell>
        <div className="sp-actions">
          <Button type="submit" sending={form.sending ? t('reservedArea:saving') : null}>
            {t('make')}
          </Button>
          <Link to={TOKENS_PATH}>{t('reservedArea:cancel')}</Link>
        </div>
      </form>
    </div>
  );
}

function TokenMade({ made }: { made: Made }): ReactElement {
  const { t } = useTranslation('tokens');
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.querySelector('h1')?.focus(), []);
  return (
    <div ref={box} className="sp-form">
      <PageTitle className="sp-form__title">{t('made', { name: made.name })}</PageTitle>
      <p className="sp-note sp-note--warn">{t('once')}</p>
      <div className="sp-area__secret">
        <code>{made.token}</code>
        <CopyButton
          text={made.token}
          words={{ copy: t('copy'), copied: t('copied'), notCopied: t('notCopied') }}
          what={t('theToken')}
        />
      </div>
      <p className="sp-text">{t('use')}</p>
      <div className="sp-actions">
        <Link className="btn btn-primary sp-btn" to={TOKENS_PATH}>
          {t('kept')}
        </Link>
      </div>
    </div>
  );
}
