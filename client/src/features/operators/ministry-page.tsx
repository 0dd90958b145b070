import { type FormEvent, type ReactElement, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient } from 'urql';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { ErrorSummary, type FieldFault } from '../../components/error-summary.tsx';
import { Fact, Facts } from '../../components/facts.tsx';
import { Field } from '../../components/field.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { failureText } from '../../components/pages.tsx';
import type { FindMinistryAccountQuery } from '../../gql/graphql.ts';
import { graphql } from '../../gql/index.ts';
import { formatInstant } from '../../lib/format.ts';
import { failureOf } from '../../lib/graphql.ts';
import { useForm, wholeFault } from '../reserved-area/use-form.ts';
import { RoleOnly } from './role-only.tsx';

const FIND = graphql(`
  query FindMinistryAccount($username: String!) {
    ministryAccount(username: $username) { username displayName maskedEmail temporaryUntil }
  }
`);
const SET = graphql(`
  mutation SetTemporaryPassword($username: String!) {
    setTemporaryPassword(username: $username) {
      __typename
      ... on Error { message }
      ... on SetTemporaryPasswordSuccess { password validUntil account { username displayName } }
    }
  }
`);
const NAME = 'utenza';
type Account = NonNullable<FindMinistryAccountQuery['ministryAccount']>;

interface Given {
  password: string;
  validUntil: string;
  account: { username: string; displayName: string };
}

/** The security officer's one act: a temporary password for an account of the ministry (DEC-15, IAM-403). */
export function MinistryPage(): ReactElement {
  return (
    <RoleOnly needed="SECURITY">
      <Console />
    </RoleOnly>
  );
}

function Console(): ReactElement {
  const { t } = useTranslation('operators');
  const client = useClient();
  const [name, setName] = useState('');
  const [account, setAccount] = useState<Account | null>(null);
  const [given, setGiven] = useState<Given | null>(null);
  const form = useForm();

  async function find(): Promise<readonly FieldFault[]> {
    setAccount(null);
    setGiven(null);
    const username = name.trim();
    if (username === '') return [{ field: NAME, message: t('ministry.missing') }];
    const answer = await client.query(FIND, { username }, { requestPolicy: 'network-only' }).toPromise();
    if (!answer.data) return wholeFault(failureText(failureOf(answer), t));
    const found = answer.data.ministryAccount ?? null;
    setAccount(found);
    return found ? [] : [{ field: NAME, message: t('ministry.none') }];
  }
  return (
    <>
      <ErrorSummary faults={form.faults} attempt={form.attempt} />
      <PageTitle wrong={form.faults.length > 0}>{t('ministry.title')}</PageTitle>
      <p className="sp-lead">{t('ministry.lead')}</p>
      <form
        className="op-search"
        noValidate
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          void form.submit(find);
        }}
      >
        <Field
          id={NAME}
          label={t('ministry.name')}
          help={t('ministry.help')}
          error={form.of(NAME)}
          value={name}
          onChange={(event) => setName(event.target.value)}
          autoComplete="off"
          spellCheck={false}
        />
        <Button
          type="submit"
          kind={account && !given ? 'outline-primary' : 'primary'}
          sending={form.sending ? t('searching') : null}
        >
          {t('search')}
        </Button>
      </form>
      {account && !given && <AccountPanel account={account} onGiven={setGiven} />}
      {given && <Secret given={given} />}
    </>
  );
}

function AccountPanel({ account, onGiven }: { account: Account; onGiven: (given: Given) => void }): ReactElement {
  const { t, i18n } = useTranslation('operators');
  const client = useClient();
  const [asking, setAsking] = useState(false);
  const [sending, setSending] = useState(false);
  const [fault, setFault] = useState<string | null>(null);

  async function set(): Promise<void> {
    setSending(true);
    const answer = await client.mutation(SET, { username: account.username }).toPromise();
    setSending(false);
    setAsking(false);
    const result = answer.data?.setTemporaryPassword;
    if (result?.__typename === 'SetTemporaryPasswordSuccess') onGiven(result);
    else setFault(result?.message ?? failureText(failureOf(answer), t));
  }
  return (
    <section aria-labelledby="utenza-trovata">
      <h2 className="sp-h2" id="utenza-trovata">
        {account.displayName}
      </h2>
      {fault && (
        <p className="sp-note sp-note--error" role="alert">
          {fault}
        </p>
      )}
      <Facts>
        <Fact label={t('ministry.name')}>{account.username.toUpperCase()}</Fact>
        <Fact label={t('ministry.mail')}>{account.maskedEmail ?? t('none')}</Fact>
        <Fact label={t('ministry.temporary')}>
          {account.temporaryUntil
            ? t('ministry.until', { at: formatInstant(account.temporaryUntil, i18n.language) })
            : t('ministry.noTemporary')}
        </Fact>
      </Facts>
      <div className="sp-actions">
        <Button onClick={() => setAsking(true)}>{t('ministry.give')}</Button>
      </div>
      <Dialog open={asking} title={t('ministry.ask', { name: account.displayName })} onClose={() => setAsking(false)}>
        <p>{t('ministry.consequence')}</p>
        <div className="sp-actions sp-actions--apart">
          <Button kind="outline-primary" onClick={() => setAsking(false)}>
            {t('cancel')}
          </Button>
          <Button sending={sending ? t('ministry.giving') : null} onClick={() => void set()}>
            {t('ministry.give')}
          </Button>
        </div>
      </Dialog>
    </section>
  );
}

function Secret({ given }: { given: Given }): ReactElement {
  const { t, i18n } = useTranslation('operators');
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <section className="sp-note sp-note--done" aria-labelledby="password-temporanea">
      <h2 className="sp-h3" id="password-temporanea" ref={heading} tabIndex={-1}>
        {t('ministry.done', { name: given.account.displayName })}
      </h2>
      <p>{t('ministry.once')}</p>
      <p className="op-secret">{given.password}</p>
      <p>{t('ministry.valid', { at: formatInstant(given.validUntil, i18n.language) })}</p>
    </section>
  );
}
