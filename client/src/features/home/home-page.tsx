import { type ReactElement, useState } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useClient, useQuery } from 'urql';
import '../../styles/public.css';
import { LiveStatus } from '../../components/live-status.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { ErrorPage } from '../../components/pages.tsx';
import { Bone, Skeleton } from '../../components/skeleton.tsx';
import type { HomeQuery } from '../../gql/graphql.ts';
import { graphql } from '../../gql/index.ts';
import { romeDay } from '../../lib/format.ts';
import { failureOf } from '../../lib/graphql.ts';
import { serverClock } from '../../lib/server-clock.ts';
import { seatsNow, useAvailability } from '../../lib/use-availability.ts';
import { useRedrawAt } from '../../lib/use-server-now.ts';
import { useViewer } from '../../lib/viewer.tsx';
import { groupCampaigns } from '../campaign/campaign-window.ts';
import { SessionList } from '../campaign/session-list.tsx';
import { HomeCampaigns } from './home-campaigns.tsx';

const HOME = graphql(`
  query Home($from: String) {
    serverTime
    campaigns { id slug title opensAt closesAt state sessionCount seatsFree }
    labSessions(filter: { from: $from }, order: DATE, first: 12) {
      totalCount
      edges {
        node {
          id
          number
          startsAt
          endsAt
          state
          cancelReason
          bookingState
          venue { name municipality province }
          lab { code title campaign { opensAt closesAt } }
          seats { sessionId capacity free waiting state version }
          myBooking { id }
        }
      }
    }
  }
`);

const ROWS = 6;

function today(): string | null {
  const nowMs = serverClock.now();
  return nowMs === null ? null : romeDay(nowMs);
}

export function HomePage(): ReactElement {
  const { t } = useTranslation('home');
  const [variables] = useState(() => ({ from: today() }));
  const [{ data, error }, again] = useQuery({ query: HOME, variables, requestPolicy: 'cache-and-network' });
  const retry = (): void => again({ requestPolicy: 'network-only' });
  if (!data && error) return <ErrorPage failure={failureOf({ error })} onRetry={retry} />;
  return (
    <div className="container pg">
      <PageTitle title={t('tab')}>{t('title')}</PageTitle>
      <p className="sp-lead">{t('lead')}</p>
      <div className="sp-actions pg-actions">
        <Link className="btn btn-primary sp-btn" to="/laboratori">
          {t('toLabs')}
        </Link>
        <Mine />
      </div>
      <Visitor />
      {data ? <Content data={data} variables={variables} /> : <Waiting onRetry={retry} />}
    </div>
  );
}

function Mine(): ReactElement {
  const { t } = useTranslation('home');
  const { viewer } = useViewer();
  const to = viewer ? '/prenotazioni' : `/accedi?poi=${encodeURIComponent('/prenotazioni')}`;
  return <Link to={to}>{t('toBookings')}</Link>;
}

/** What whoever has not signed in can do here, and what asks for an account (CHK-08). */
function Visitor(): ReactElement | null {
  const { t } = useTranslation('home');
  const { status, viewer } = useViewer();
  if (status !== 'ready' || viewer) return null;
  return (
    <p className="pg-after">
      <Trans
        t={t}
        i18nKey="visitor"
        components={{ in: <Link to="/accedi" />, register: <Link to="/registrazione" /> }}
      />
    </p>
  );
}

function Content({ data, variables }: { data: HomeQuery; variables: { from: string | null } }): ReactElement {
  const { t } = useTranslation('home');
  const client = useClient();
  const nowMs = serverClock.now() ?? Date.parse(data.serverTime);
  useRedrawAt(data.campaigns.flatMap(({ opensAt, closesAt }) => [opensAt, closesAt]));
  const nodes = data.labSessions.edges
    .map(({ node }) => node)
    .filter(({ startsAt }) => Date.parse(startsAt) > nowMs)
    .slice(0, ROWS);
  const { seats, live } = useAvailability({
    ids: nodes.map(({ id }) => id),
    poll: async () => {
      const read = await client.query(HOME, variables, { requestPolicy: 'network-only' }).toPromise();
      return read.data?.serverTime ?? null;
    },
  });
  const sessions = nodes.map((node) => ({ ...node, seats: seatsNow(node.seats, seats), campaign: node.lab.campaign }));
  const groups = groupCampaigns(data.campaigns, nowMs);
  return (
    <div className="pg-two">
      <section aria-labelledby="prossimi">
        <div className="pg-head">
          <h2 className="sp-h2" id="prossimi">
            {t('next')}
          </h2>
          {sessions.length > 0 && <LiveStatus live={live} />}
        </div>
        {sessions.length > 0 ? (
          <>
            <SessionList sessions={sessions} live={live} withTitle label={t('next')} />
            <p className="pg-after">
              <Link to="/laboratori">{t('all', { count: data.labSessions.totalCount })}</Link>
            </p>
          </>
        ) : (
          <p className="sp-note">{t('none')}</p>
        )}
      </section>
      <div className="pg-side">
        <HomeCampaigns open={groups.open} upcoming={groups.upcoming} />
        <section aria-labelledby="fare">
          <h2 className="sp-h2" id="fare">
            {t('doTitle')}
          </h2>
          <ul className="pg-do">
            {(['book', 'change', 'guide', 'faq', 'wall'] as const).map((item) => (
              <li key={item}>
                <Link to={t(`do.${item}.to`)}>{t(`do.${item}.title`)}</Link>
                <span>{t(`do.${item}.text`)}</span>
              </li>
            ))}
          </ul>
        </section>
      </div>
    </div>
  );
}

function Waiting({ onRetry }: { onRetry: () => void }): ReactElement {
  return (
    <Skeleton onRetry={onRetry}>
      <div className="pg-two">
        <div>
          {['a', 'b', 'c', 'd', 'e', 'f'].map((row) => (
            <Bone key={row} className="pg-bone-row" />
          ))}
        </div>
        <Bone className="pg-bone-side" />
      </div>
    </Skeleton>
  );
}
