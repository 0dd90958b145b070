import { type ReactElement, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams, useSearchParams } from 'react-router';
import { useClient, useQuery } from 'urql';
import { PageTitle } from '../../components/page-title.tsx';
import { ErrorPage, NotFound } from '../../components/pages.tsx';
import { PageSkeleton } from '../../components/shell.tsx';
import type { OfficeCampaignQuery } from '../../gql/graphql.ts';
import { graphql } from '../../gql/index.ts';
import { failureOf } from '../../lib/graphql.ts';
import { serverClock } from '../../lib/server-clock.ts';
import { seatsNow } from '../../lib/use-availability.ts';
import { useRedrawAt } from '../../lib/use-server-now.ts';
import { useCampaignSeats } from '../campaign/use-campaign-seats.ts';
import { updateCampaign } from './campaign-commands.ts';
import { CampaignEditor } from './campaign-editor.tsx';
import { formOf, publicState } from './campaign-form-model.ts';
import { CampaignPreview } from './campaign-preview.tsx';
import { PublicSentence, StateMark } from './campaign-state.tsx';
import { OfficeOnly } from './office-only.tsx';
import { SessionsTable } from './sessions-table.tsx';
import { StateTurns } from './state-turn.tsx';

const CAMPAIGN = graphql(`
  query OfficeCampaign($id: ID!) {
    serverTime
    officeCampaign(id: $id) {
      ...OfficeCampaignData
      sessionCount
      labs {
        code
        title
        sessions {
          id
          number
          startsAt
          state
          venue { name municipality province }
          seats { sessionId capacity free waiting state version }
        }
      }
    }
  }
`);

type Campaign = NonNullable<OfficeCampaignQuery['officeCampaign']>;

export function OfficeCampaignPage(): ReactElement {
  return (
    <OfficeOnly>
      <Loader />
    </OfficeOnly>
  );
}

function Loader(): ReactElement {
  const { id = '' } = useParams();
  const [{ data, error }, again] = useQuery({ query: CAMPAIGN, variables: { id }, requestPolicy: 'cache-and-network' });
  const retry = (): void => again({ requestPolicy: 'network-only' });
  if (!data)
    return error ? <ErrorPage failure={failureOf({ error })} onRetry={retry} /> : <PageSkeleton onRetry={retry} />;
  if (!data.officeCampaign) return <NotFound />;
  return (
    <Console key={data.officeCampaign.id} campaign={data.officeCampaign} serverTime={data.serverTime} reload={retry} />
  );
}

interface ConsoleProps {
  campaign: Campaign;
  serverTime: string;
  reload: () => void;
}

function Console({ campaign, serverTime, reload }: ConsoleProps): ReactElement {
  const { t } = useTranslation('office');
  const [params] = useSearchParams();
  const [wrong, setWrong] = useState(false);
  useRedrawAt([campaign.opensAt, campaign.closesAt]);
  const nowMs = serverClock.now() ?? Date.parse(serverTime);
  const state = publicState(campaign, nowMs);
  const tab = params.get('scheda') === 'dati' ? 'data' : 'sessions';
  return (
    <>
      <div className="of-head">
        <PageTitle wrong={wrong && tab === 'data'}>{campaign.title}</PageTitle>
        <StateMark state={state} />
        <StateTurns
          campaign={campaign}
          quiet={tab === 'data'}
          opensNow={nowMs >= Date.parse(campaign.opensAt)}
          onTurned={reload}
        />
      </div>
      <PublicSentence state={state} campaign={campaign} />
      <nav className="of-tabs" aria-label={t('tabs')}>
        <Link to="?" replace aria-current={tab === 'sessions' ? 'page' : undefined}>
          {t('tab.sessions')}
        </Link>
        <Link to="?scheda=dati" replace aria-current={tab === 'data' ? 'page' : undefined}>
          {t('tab.data')}
        </Link>
      </nav>
      {tab === 'sessions' && <Sessions campaign={campaign} />}
      {tab === 'data' &&
        (state === 'archived' ? (
          <p className="sp-note">{t('frozen')}</p>
        ) : (
          <Data campaign={campaign} reload={reload} onWrong={setWrong} />
        ))}
    </>
  );
}

function Sessions({ campaign }: { campaign: Campaign }): ReactElement {
  const client = useClient();
  // Drafts are not public, so nobody can follow their seats.
  const followed = campaign.state === 'PUBLISHED' || campaign.state === 'CLOSED' ? campaign.slug : null;
  const { seats, live, changedAt } = useCampaignSeats(followed, async () => {
    const read = await client.query(CAMPAIGN, { id: campaign.id }, { requestPolicy: 'network-only' }).toPromise();
    return read.data?.serverTime ?? null;
  });
  const sessions = campaign.labs
    .flatMap((lab) =>
      lab.sessions.map((session) => ({
        ...session,
        lab: { code: lab.code, title: lab.title },
        seats: seatsNow(session.seats, seats),
      })),
    )
    .toSorted((a, b) => a.startsAt.localeCompare(b.startsAt) || a.lab.code.localeCompare(b.lab.code));
  return <SessionsTable sessions={sessions} live={followed === null ? null : live} changedAt={changedAt} />;
}

interface DataProps {
  campaign: Campaign;
  reload: () => void;
  onWrong: (wrong: boolean) => void;
}

function Data({ campaign, reload, onWrong }: DataProps): ReactElement {
  const client = useClient();
  const [initial] = useState(() => formOf(campaign));
  const [form, setForm] = useState(initial);
  return (
    <div className="of-form">
      <CampaignEditor
        initial={initial}
        version={campaign.version}
        save={(request) => updateCampaign(client, campaign.id, request)}
        onSaved={reload}
        onForm={setForm}
        onWrong={onWrong}
      />
      <CampaignPreview form={form} sessionCount={campaign.sessionCount} />
    </div>
  );
}
