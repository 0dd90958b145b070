import { type ReactElement, useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { useClient } from 'urql';
import { Breadcrumb } from '../../components/breadcrumb.tsx';
import { Button } from '../../components/button.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { ErrorPage, failureText } from '../../components/pages.tsx';
import { PageSkeleton } from '../../components/shell.tsx';
import type { EmailLinkQuery } from '../../gql/graphql.ts';
import { graphql } from '../../gql/index.ts';
import { formatInstant } from '../../lib/format.ts';
import { type Failure, failureOf } from '../../lib/graphql.ts';
import { useViewer } from '../../lib/viewer.tsx';
import { Done } from './done.tsx';

const EMAIL_LINK = graphql(`
  query EmailLink($token: String!) {
    emailLink(token: $token) { kind address fault at }
  }
`);
const CONFIRM = graphql(`
  mutation ConfirmEmailChange($token: String!) {
    confirmEmailChange(token: $token) { __typename ... on Error { message } }
  }
`);
const UNDO = graphql(`
  mutation UndoEmailChange($token: String!) {
    undoEmailChange(token: $token) { __typename ... on Error { message } }
  }
`);

type EmailLink = NonNullable<EmailLinkQuery['emailLink']>;
type Kind = EmailLink['kind'];

/** The page that the link of a mail leads to: only its button does something (DEC-03). */
export function EmailLinkPage({ kind }: { kind: Kind }): ReactElement {
  const { t } = useTranslation('reservedArea');
  const { token = '' } = useParams();
  const client = useClient();
  const [link, setLink] = useState<EmailLink | null | undefined>(undefined);
  const [failure, setFailure] = useState<Failure | null>(null);
  const read = useCallback(async () => {
    const result = await client.query(EMAIL_LINK, { token }, { requestPolicy: 'network-only' }).toPromise();
    setFailure(failureOf(result));
    if (result.data) setLink(result.data.emailLink ?? null);
  }, [client, token]);
  useEffect(() => {
    void read();
  }, [read]);

  if (link === undefined)
    return failure ? (
      <ErrorPage failure={failure} onRetry={() => void read()} />
    ) : (
      <PageSkeleton onRetry={() => void read()} />
    );
  return (
    <div className="container">
      <Breadcrumb items={[{ label: t('common:home'), to: '/' }, { label: t(`link.${kind}.crumb`) }]} />
      <div className="sp-form">
        {link && link.kind === kind ? (
          <Known link={link} token={token} reread={read} />
        ) : (
          <Dead fault="UNKNOWN" kind={kind} />
        )}
      </div>
    </div>
  );
}

function Known({ link, token, reread }: { link: EmailLink; token: string; reread: () => Promise<void> }): ReactElement {
  const { t, i18n } = useTranslation('reservedArea');
  const client = useClient();
  const { viewer, changePerson } = useViewer();
  const [sending, setSending] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const [done, setDone] = useState(false);
  const { kind, address } = link;

  async function press(): Promise<void> {
    setSending(true);
    const confirming = kind === 'CONFIRM';
    const answer = confirming
      ? await client.mutation(CONFIRM, { token }).toPromise()
      : await client.mutation(UNDO, { token }).toPromise();
    const type = answer.data && Object.values(answer.data).map((result) => result.__typename)[0];
    if (type === 'ConfirmEmailChangeSuccess' || type === 'UndoEmailChangeSuccess') {
      // Undoing ends this browser's sign-in too.
      await changePerson();
      setDone(true);
    } else if (answer.data) await reread();
    else setFault(failureText(failureOf(answer), t));
    setSending(false);
  }
  if (done) {
    const back =
      kind === 'UNDO'
        ? { to: '/recupero', label: t('link.UNDO.recover') }
        : {
            to: viewer ? '/area-riservata/recapiti' : '/accedi',
            label: t(viewer ? 'backTo.recapiti' : 'link.CONFIRM.signIn'),
          };
    return (
      <Done title={t(`link.${kind}.doneTitle`)} back={back}>
        <p className="sp-lead">{t(`link.${kind}.doneText`, { address })}</p>
      </Done>
    );
  }
  if (link.fault) return <Dead fault={link.fault} kind={kind} at={link.at} />;
  return (
    <>
      <PageTitle>{t(`link.${kind}.title`)}</PageTitle>
      <p className="sp-lead">{t(`link.${kind}.text`, { address })}</p>
      <p>{t('link.until', { until: formatInstant(link.at, i18n.language) })}</p>
      {fault && (
        <p className="sp-note sp-note--error" role="alert">
          {fault}
        </p>
      )}
      <div className="sp-actions">
        <Button sending={sending ? t('saving') : null} onClick={() => void press()}>
          {t(`link.${kind}.button`)}
        </Button>
      </div>
    </>
  );
}

type Fault = NonNullable<EmailLink['fault']>;

function Dead({ fault, kind, at }: { fault: Fault; kind: Kind; at?: string }): ReactElement {
  const { t, i18n } = useTranslation('reservedArea');
  const next = kind === 'UNDO' ? '/assistenza' : '/area-riservata/recapiti';
  return (
    <>
      <PageTitle>{t(`link.fault.${fault}.title`)}</PageTitle>
      <p className="sp-lead">{t(`link.fault.${fault}.text`, { at: at ? formatInstant(at, i18n.language) : '' })}</p>
      <div className="sp-actions">
        <Link className="btn btn-primary sp-btn" to={next}>
          {t(kind === 'UNDO' ? 'link.UNDO.help' : 'backTo.recapiti')}
        </Link>
      </div>
    </>
  );
}

export function ConfirmEmailPage(): ReactElement {
  return <EmailLinkPage kind="CONFIRM" />;
}

export function UndoEmailPage(): ReactElement {
  return <EmailLinkPage kind="UNDO" />;
}
