import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { useClient, useQuery } from 'urql';
import '../../styles/public.css';
import { Breadcrumb } from '../../components/breadcrumb.tsx';
import { LiveStatus } from '../../components/live-status.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { ErrorPage, NotFound } from '../../components/pages.tsx';
import { PageSkeleton } from '../../components/shell.tsx';
import type { CampaignPageQuery } from '../../gql/graphql.ts';
import { graphql } from '../../gql/index.ts';
import { failureOf } from '../../lib/graphql.ts';
import { serverClock } from '../../lib/server-clock.ts';
import { seatsNow } from '../../lib/use-availability.ts';
import { useRedrawAt } from '../../lib/use-server-now.ts';
import { audienceWords } from '../catalogue/session-row.tsx';
import { CampaignPanel } from './campaign-panel.tsx';
import { SessionList } from './session-list.tsx';
import { useCampaignSeats } from './use-campaign-seats.ts';

const CAMPAIGN = graphql(`
  query CampaignPage($slug: String!) {
    serverTime
    campaign(slug: $slug) {
      id
      slug
      title
      description
      schoolYear
      opensAt
      closesAt
      state
      audience
      personalLimit
      cancelHoursBefore
      myHeld
      labs {
        id
        code
        title
        topic
        audience
        creditedHours
        sessions {
          id
          number
          startsAt
          endsAt
          state
          cancelReason
          bookingState
          venue { name municipality province }
          seats { sessionId capacity free waiting state version }
          myBooking { id }
        }
      }
    }
  }
`);

type Campaign = NonNullable<CampaignPageQuery['campaign']>;

export function CampaignPage(): ReactElement {
  const { slug = '' } = useParams();
  const [{ data, error }, again] = useQuery({
    query: CAMPAIGN,
    variables: { slug },
    requestPolicy: 'cache-and-network',
  });
  const retry = (): void => again({ requestPolicy: 'network-only' });
  if (!data)
    return error ? <ErrorPage failure={failureOf({ error })} onRetry={retry} /> : <PageSkeleton onRetry={retry} />;
  if (!data.campaign) return <NotFound />;
  return <Content key={data.campaign.id} campaign={data.campaign} serverTime={data.serverTime} />;
}

function Content({ campaign, serverTime }: { campaign: Campaign; serverTime: string }): ReactElement {
  const { t } = useTranslation(['campaign', 'common']);
  const client = useClient();
  useRedrawAt([campaign.opensAt, campaign.closesAt]);
  const nowMs = serverClock.now() ?? Date.parse(serverTime);
  const { seats, live } = useCampaignSeats(campaign.slug, async () => {
    const read = await client.query(CAMPAIGN, { slug: campaign.slug }, { requestPolicy: 'network-only' }).toPromise();
    return read.data?.serverTime ?? null;
  });
  return (
    <div className="container pg">
      <Breadcrumb
        items={[
          { label: t('common:home'), to: '/' },
          { label: t('common:nav.labs'), to: '/laboratori' },
          { label: campaign.title },
        ]}
      />
      <div className="pg-two pg-two--campaign">
        <div className="pg-main">
          <PageTitle>{campaign.title}</PageTitle>
          {campaign.description.split(/\n{2,}/).map((paragraph) => (
            <p key={paragraph} className="sp-lead">
              {paragraph}
            </p>
          ))}
        </div>
        <CampaignPanel campaign={campaign} nowMs={nowMs} />
        <section className="pg-body" aria-labelledby="laboratori">
          <div className="pg-head">
            <h2 className="sp-h2" id="laboratori">
              {t('labs')}
            </h2>
            {campaign.labs.length > 0 && <LiveStatus live={live} />}
          </div>
          {campaign.labs.length === 0 && <p className="sp-note">{t('noLabs')}</p>}
          {campaign.labs.map((lab) => (
            <section key={lab.id} className="pg-lab" aria-labelledby={`lab-${lab.code}`}>
              <h3 className="sp-h3" id={`lab-${lab.code}`}>
                <Link to={`/laboratori/${lab.code}`}>{lab.title}</Link>
              </h3>
              <p className="sp-small sp-muted">
                {lab.topic} · {audienceWords(lab.audience, t)} · {t('hours', { count: lab.creditedHours })}
              </p>
              {lab.sessions.length === 0 ? (
                <p className="pg-after">{t('noSessions')}</p>
              ) : (
                <SessionList
                  label={t('sessionsOf', { lab: lab.title })}
                  live={live}
                  withTitle={false}
                  sessions={lab.sessions.map((session) => ({
                    ...session,
                    seats: seatsNow(session.seats, seats),
                    lab: { code: lab.code, title: lab.title },
                    campaign: { opensAt: campaign.opensAt, closesAt: campaign.closesAt },
                  }))}
                />
              )}
            </section>
          ))}
        </section>
      </div>
    </div>
  );
}
