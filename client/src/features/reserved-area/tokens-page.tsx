import { type ReactElement, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useClient } from 'urql';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { failureText } from '../../components/pages.tsx';
import { graphql } from '../../gql/index.ts';
import { failureOf } from '../../lib/graphql.ts';
import { Loaded } from './loaded.tsx';
import { OWN_TOKENS, type OwnToken, TOKENS_PATH } from './token-data.ts';
import { TokenItem } from './token-item.tsx';
import { useAccountEvents } from './use-account-events.ts';
import { useOwnQuery } from './use-own-query.ts';

const REVOKE = graphql(`
  mutation RevokeAccessToken($id: ID!) {
    revokeAccessToken(id: $id) { __typename ... on Error { message } }
  }
`);

/** Keys that programs use in the person's name (API-03): what each may do, its last use, and how to end it. */
export function TokensPage(): ReactElement {
  const { t } = useTranslation('tokens');
  const query = useOwnQuery(OWN_TOKENS);
  useAccountEvents(query.read);
  return (
    <>
      <PageTitle>{t('title')}</PageTitle>
      <p className="sp-lead">{t('lead')}</p>
      <p className="sp-text">
        {t('docs')} <Link to="/sviluppatori">{t('docsLink')}</Link>.
      </p>
      <Loaded query={query}>{({ myAccessTokens }) => <Tokens tokens={myAccessTokens} reread={query.read} />}</Loaded>
    </>
  );
}

type Outcome = { kind: 'done' | 'error'; text: string };

function Tokens({ tokens, reread }: { tokens: readonly OwnToken[]; reread: () => Promise<unknown> }): ReactElement {
  const { t } = useTranslation('tokens');
  const client = useClient();
  const [asked, setAsked] = useState<OwnToken | null>(null);
  const [sending, setSending] = useState(false);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const note = useRef<HTMLParagraphElement>(null);
  // The button that was pressed is gone.
  useEffect(() => {
    if (outcome) note.current?.focus();
  }, [outcome]);

  async function revoke({ id, name }: OwnToken): Promise<void> {
    setSending(true);
    const answer = await client.mutation(REVOKE, { id }).toPromise();
    const result = answer.data?.revokeAccessToken;
    await reread();
    setSending(false);
    setAsked(null);
    if (!result) setOutcome({ kind: 'error', text: failureText(failureOf(answer), t) });
    else if (result.__typename === 'RevokeAccessTokenSuccess')
      setOutcome({ kind: 'done', text: t('revoked', { name }) });
    else setOutcome({ kind: 'done', text: result.message });
  }
  const inForce = tokens.filter(({ state }) => state === 'ACTIVE');
  const ended = tokens.filter(({ state }) => state !== 'ACTIVE');
  return (
    <>
      {outcome && (
        <p ref={note} tabIndex={-1} className={`sp-note sp-note--${outcome.kind} sp-area__outcome`}>
          {outcome.text}
        </p>
      )}
      <div className="sp-actions sp-area__act">
        <Link className="btn btn-primary sp-btn" to={`${TOKENS_PATH}/nuovo`}>
          {t('create')}
        </Link>
      </div>
      <h2 className="sp-h2 sp-section">{t('inForce')}</h2>
      {inForce.length === 0 ? (
        <p className="sp-note">{t('empty')}</p>
      ) : (
        <ul className="sp-list">
          {inForce.map((token) => (
            <TokenItem key={token.id} token={token} onRevoke={() => setAsked(token)} />
          ))}
        </ul>
      )}
      {ended.length > 0 && (
        <>
          <h2 className="sp-h2 sp-section">{t('ended')}</h2>
          <ul className="sp-list">
            {ended.map((token) => (
              <TokenItem key={token.id} token={token} onRevoke={null} />
            ))}
          </ul>
        </>
      )}
      <Dialog open={asked !== null} title={t('ask', { name: asked?.name })} onClose={() => setAsked(null)}>
        <p>{t('consequence')}</p>
        <div className="sp-actions sp-actions--apart">
          <Button kind="outline-primary" onClick={() => setAsked(null)}>
            {t('keep')}
          </Button>
          <Button
            kind="outline-danger"
            sending={sending ? t('reservedArea:saving') : null}
            onClick={() => asked && void revoke(asked)}
          >
            {t('revoke')}
          </Button>
        </div>
      </Dialog>
    </>
  );
}
