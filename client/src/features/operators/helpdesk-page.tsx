import { type FormEvent, type ReactElement, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient } from 'urql';
import { Button } from '../../components/button.tsx';
import { ErrorSummary, type FieldFault } from '../../components/error-summary.tsx';
import { Field } from '../../components/field.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { failureText } from '../../components/pages.tsx';
import type { SearchAccountsMutation } from '../../gql/graphql.ts';
import { graphql } from '../../gql/index.ts';
import { failureOf } from '../../lib/graphql.ts';
import { useForm, wholeFault } from '../reserved-area/use-form.ts';
import { AccountSheetView, OPEN_SHEET, type Sheet } from './account-sheet.tsx';
import { RoleOnly } from './role-only.tsx';

const SEARCH = graphql(`
  mutation SearchAccounts($text: String!) {
    searchAccounts(text: $text) {
      __typename
      ... on SearchAccountsSuccess { found { id name username maskedFiscalCode maskedEmail disabled } }
      ... on InvalidInputError { issues { message } }
    }
  }
`);
const TEXT = 'cerca';
type Success = Extract<SearchAccountsMutation['searchAccounts'], { __typename: 'SearchAccountsSuccess' }>;
type Match = Success['found'][number];

/** The state of people's accounts, to be read and nothing else (HLP-04). */
export function HelpdeskPage(): ReactElement {
  return (
    <RoleOnly needed="HELPDESK">
      <Search />
    </RoleOnly>
  );
}

function Search(): ReactElement {
  const { t } = useTranslation('operators');
  const client = useClient();
  const [text, setText] = useState('');
  const [found, setFound] = useState<readonly Match[] | null>(null);
  const [sheet, setSheet] = useState<Sheet | null>(null);
  const form = useForm();

  async function open(id: string): Promise<readonly FieldFault[]> {
    const answer = await client.mutation(OPEN_SHEET, { id }).toPromise();
    const result = answer.data?.openAccountSheet;
    if (!result) return wholeFault(failureText(failureOf(answer), t));
    if (result.__typename !== 'OpenAccountSheetSuccess') return wholeFault(result.message);
    setSheet(result.sheet);
    return [];
  }
  async function search(): Promise<readonly FieldFault[]> {
    setFound(null);
    setSheet(null);
    const answer = await client.mutation(SEARCH, { text }).toPromise();
    const result = answer.data?.searchAccounts;
    if (!result) return wholeFault(failureText(failureOf(answer), t));
    if (result.__typename !== 'SearchAccountsSuccess')
      return result.issues.map(({ message }) => ({ field: TEXT, message }));
    setFound(result.found);
    const [only, ...others] = result.found;
    return only && others.length === 0 ? await open(only.id) : [];
  }
  return (
    <>
      <ErrorSummary faults={form.faults} attempt={form.attempt} />
      <PageTitle wrong={form.faults.length > 0}>{t('helpdesk.title')}</PageTitle>
      <p className="sp-lead">{t('helpdesk.lead')}</p>
      <form
        className="op-search"
        noValidate
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          void form.submit(search);
        }}
      >
        <Field
          id={TEXT}
          label={t('helpdesk.text')}
          help={t('helpdesk.help')}
          error={form.of(TEXT)}
          value={text}
          onChange={(event) => setText(event.target.value)}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
        />
        <Button type="submit" sending={form.sending ? t('searching') : null}>
          {t('search')}
        </Button>
      </form>
      {found?.length === 0 && (
        <div className="sp-note" role="status">
          <h2 className="sp-h3">{t('helpdesk.none')}</h2>
          <p>{t('helpdesk.noneText')}</p>
        </div>
      )}
      {found && found.length > 1 && !sheet && (
        <Matches found={found} onOpen={(id) => void form.submit(() => open(id))} />
      )}
      {sheet && <AccountSheetView sheet={sheet} />}
    </>
  );
}

function Matches({ found, onOpen }: { found: readonly Match[]; onOpen: (id: string) => void }): ReactElement {
  const { t } = useTranslation('operators');
  return (
    <section className="op-found" aria-labelledby="trovati">
      <div role="status">
        <h2 className="sp-h3" id="trovati">
          {t('helpdesk.found', { count: found.length })}
        </h2>
      </div>
      <ul className="sp-list">
        {found.map(({ id, name, username, maskedFiscalCode, maskedEmail, disabled }) => (
          <li key={id} className="sp-area__row">
            <div>
              <h3 className="sp-h3">{name ?? t('helpdesk.noName')}</h3>
              <p className="sp-muted">
                {[
                  username ?? t('helpdesk.registering'),
                  maskedFiscalCode,
                  maskedEmail,
                  disabled ? t('standing.DISABLED') : null,
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </p>
            </div>
            <Button kind="outline-primary" onClick={() => onOpen(id)}>
              {t('helpdesk.open')}
              <span className="visually-hidden"> {username ?? t('helpdesk.registering')}</span>
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
