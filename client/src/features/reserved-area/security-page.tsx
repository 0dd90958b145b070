import { type ReactElement, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient } from 'urql';
import { Button } from '../../components/button.tsx';
import { LiveStatus } from '../../components/live-status.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { failureText } from '../../components/pages.tsx';
import type { EndLoginSessionsInput } from '../../gql/graphql.ts';
import { graphql } from '../../gql/index.ts';
import { failureOf } from '../../lib/graphql.ts';
import { Loaded } from './loaded.tsx';
import { type OwnSession, SessionItem } from './session-item.tsx';
import { useAccountEvents } from './use-account-events.ts';
import { useOwnQuery } from './use-own-query.ts';

const OWN_SESSIONS = graphql(`
  query OwnLoginSessions {
    serverTime
    myLoginSessions { id device { name kind } createdAt lastUsedAt expiresAt remembered current }
  }
`);
const END_SESSIONS = graphql(`
  mutation EndLoginSessions($input: EndLoginSessionsInput!) {
    endLoginSessions(input: $input) {
      __typename
      ... on Error { message }
      ... on EndLoginSessionsSuccess { ended }
    }
  }
`);

/** Sign-ins that open the account: this one first, each of the others with the button that ends it. */
export function SecurityPage(): ReactElement {
  const { t } = useTranslation('reservedArea');
  const query = useOwnQuery(OWN_SESSIONS);
  const live = useAccountEvents(query.read);
  return (
    <>
      <div className="sp-bar-top">
        <PageTitle>{t('sicurezza.title')}</PageTitle>
        <LiveStatus live={live} label={t('updatedAt')} />
      </div>
      <Loaded query={query}>
        {({ myLoginSessions }) => <Sessions sessions={myLoginSessions} reread={query.read} />}
      </Loaded>
    </>
  );
}

type Outcome = { kind: 'done' | 'wrong'; text: string };

function Sessions({
  sessions,
  reread,
}: {
  sessions: readonly OwnSession[];
  reread: () => Promise<unknown>;
}): ReactElement {
  const { t } = useTranslation('reservedArea');
  const client = useClient();
  const [ending, setEnding] = useState<string | null>(null);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const note = useRef<HTMLParagraphElement>(null);
  // The button that was pressed is gone with its row.
  useEffect(() => {
    if (outcome) note.current?.focus();
  }, [outcome]);
  const others = sessions.filter(({ current }) => !current);

  async function end(input: EndLoginSessionsInput, which: string): Promise<void> {
    setEnding(which);
    const answer = await client.mutation(END_SESSIONS, { input }).toPromise();
    const result = answer.data?.endLoginSessions;
    await reread();
    setEnding(null);
    if (!result) setOutcome({ kind: 'wrong', text: failureText(failureOf(answer), t) });
    else if (result.__typename === 'EndLoginSessionsSuccess')
      setOutcome({ kind: 'done', text: t('sicurezza.ended', { count: result.ended }) });
    else setOutcome({ kind: 'done', text: result.message });
  }
  return (
    <>
      <h2 className="sp-h2 sp-section">{t('sicurezza.sessions')}</h2>
      <p className="sp-text">{t('sicurezza.about_sessions')}</p>
      {outcome && (
        <p
          ref={note}
          tabIndex={-1}
          className={`sp-note sp-note--${outcome.kind === 'done' ? 'done' : 'error'} sp-area__outcome`}
        >
          {outcome.text}
        </p>
      )}
      <ul className="sp-list">
        {sessions.map((session) => (
          <SessionItem
            key={session.id}
            session={session}
            ending={ending === session.id}
            onEnd={() => void end({ id: session.id }, session.id)}
          />
        ))}
      </ul>
      {others.length > 0 ? (
        <div className="sp-actions">
          <Button
            kind="outline-danger"
            sending={ending === 'others' ? t('sicurezza.ending') : null}
            onClick={() => void end({ allOthers: true }, 'others')}
          >
            {t('sicurezza.endOthers', { count: others.length })}
          </Button>
        </div>
      ) : (
        <p className="sp-area__note">{t('sicurezza.alone')}</p>
      )}
    </>
  );
}
