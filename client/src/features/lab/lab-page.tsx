import { type ReactElement, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { useClient, useQuery } from 'urql';
import { Breadcrumb } from '../../components/breadcrumb.tsx';
import { Fact, Facts } from '../../components/facts.tsx';
import { LiveStatus } from '../../components/live-status.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { ErrorPage, NotFound } from '../../components/pages.tsx';
import { PageSkeleton } from '../../components/shell.tsx';
import type { LabPageQuery } from '../../gql/graphql.ts';
import { graphql } from '../../gql/index.ts';
import { useAnnounce } from '../../lib/announcer.tsx';
import { formatInstant } from '../../lib/format.ts';
import { failureOf } from '../../lib/graphql.ts';
import { seatsNow, useAvailability } from '../../lib/use-availability.ts';
import { useRedrawAt } from '../../lib/use-server-now.ts';
import { audienceWords, SessionItem } from '../catalogue/session-row.tsx';

const LAB = graphql(`
  query LabPage($code: String!) {
    serverTime
    lab(code: $code) {
      id code title description topic audience trainers creditedHours
      campaign { id slug title opensAt closesAt }
      sessions { ...SessionRow }
    }
  }
`);

type Lab = NonNullable<LabPageQuery['lab']>;

/** One lab and all its sessions. */
export function LabPage(): ReactElement {
  const { code = '' } = useParams();
  const [{ data, error }, read] = useQuery({ query: LAB, variables: { code }, requestPolicy: 'cache-and-network' });
  if (data?.lab) return <LabView lab={data.lab} at={data.serverTime} />;
  if (data) return <NotFound />;
  if (error)
    return <ErrorPage failure={failureOf({ error })} onRetry={() => read({ requestPolicy: 'network-only' })} />;
  return <PageSkeleton onRetry={() => read({ requestPolicy: 'network-only' })} />;
}

function LabView({ lab, at }: { lab: Lab; at: string }): ReactElement {
  const { t, i18n } = useTranslation('session');
  const announce = useAnnounce();
  const client = useClient();
  const { sessions, campaign } = lab;
  const { seats, live } = useAvailability({
    ids: useMemo(() => sessions.map(({ id }) => id), [sessions]),
    // The answer reaches useQuery too: it is the same question.
    poll: async () => {
      const answer = await client.query(LAB, { code: lab.code }, { requestPolicy: 'network-only' }).toPromise();
      return answer.data?.serverTime ?? null;
    },
    onBack: () => announce(t('common:live.back')),
  });
  useRedrawAt([campaign.opensAt, campaign.closesAt, ...sessions.map(({ startsAt }) => startsAt)]);
  const stale = live.kind === 'stale' || live.kind === 'offline';

  return (
    <div className="container">
      <Breadcrumb items={[{ label: t('catalogue:title'), to: '/laboratori' }, { label: lab.title }]} />
      <PageTitle>{lab.title}</PageTitle>
      <p className="sp-lead sp-prose">{lab.description}</p>
      <div className="sp-bar-top sp-section">
        <h2 className="sp-h2">{t('catalogue:sessions', { count: sessions.length })}</h2>
        {sessions.length > 0 && <LiveStatus live={live} />}
      </div>
      <ul className="sp-list">
        {sessions.map((session) => (
          <SessionItem
            key={session.id}
            session={session}
            seats={seatsNow(session.seats, seats)}
            stale={stale}
            atMs={live.atMs ?? Date.parse(at)}
            onlyFree={false}
            byDate
          />
        ))}
      </ul>
      <h2 className="sp-h2 sp-section">{t('theLab')}</h2>
      <Facts>
        <Fact icon="bookmark" label={t('fact.code')}>
          <span className="sp-code">{lab.code}</span>
        </Fact>
        {lab.trainers.length > 0 && (
          <Fact icon="user" label={t('fact.trainers', { count: lab.trainers.length })}>
            {lab.trainers.join(', ')}
          </Fact>
        )}
        <Fact icon="file" label={t('fact.audience')}>
          {audienceWords(lab.audience, t)}
        </Fact>
        <Fact icon="clock" label={t('fact.hours')}>
          {lab.creditedHours}
        </Fact>
        <Fact icon="calendar" label={t('fact.campaign')}>
          {campaign.title}
          <br />
          {t('fact.bookUntil', { closesAt: formatInstant(campaign.closesAt, i18n.language) })}
        </Fact>
      </Facts>
    </div>
  );
}
