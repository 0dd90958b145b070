import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useQuery } from 'urql';
import { PageTitle } from '../../components/page-title.tsx';
import { ErrorPage } from '../../components/pages.tsx';
import { PageSkeleton } from '../../components/shell.tsx';
import type { OfficeCampaignsQuery } from '../../gql/graphql.ts';
import { graphql } from '../../gql/index.ts';
import { formatNumber, formatShortInstant } from '../../lib/format.ts';
import { failureOf } from '../../lib/graphql.ts';
import { serverClock } from '../../lib/server-clock.ts';
import { useRedrawAt } from '../../lib/use-server-now.ts';
import { publicState } from './campaign-form-model.ts';
import { StateMark } from './campaign-state.tsx';
import { OfficeOnly } from './office-only.tsx';

const CAMPAIGNS = graphql(`
  query OfficeCampaigns {
    serverTime
    officeCampaigns {
      id
      slug
      title
      schoolYear
      opensAt
      closesAt
      state
      audience
      sessionCount
      seatsFree
      eligibleCount
    }
  }
`);

export function OfficeListPage(): ReactElement {
  return (
    <OfficeOnly>
      <Campaigns />
    </OfficeOnly>
  );
}

function Campaigns(): ReactElement {
  const { t } = useTranslation('office');
  const [{ data, error }, again] = useQuery({ query: CAMPAIGNS, requestPolicy: 'cache-and-network' });
  const retry = (): void => again({ requestPolicy: 'network-only' });
  if (!data)
    return error ? <ErrorPage failure={failureOf({ error })} onRetry={retry} /> : <PageSkeleton onRetry={retry} />;
  return (
    <>
      <div className="of-head">
        <PageTitle>{t('campaigns')}</PageTitle>
        <Link className="btn btn-primary sp-btn of-push" to="/ufficio/campagne/nuova">
          {t('new')}
        </Link>
      </div>
      {data.officeCampaigns.length === 0 ? (
        <p className="sp-note">{t('empty')}</p>
      ) : (
        <CampaignTable campaigns={data.officeCampaigns} nowMs={serverClock.now() ?? Date.parse(data.serverTime)} />
      )}
    </>
  );
}

function CampaignTable({
  campaigns,
  nowMs,
}: {
  campaigns: OfficeCampaignsQuery['officeCampaigns'];
  nowMs: number;
}): ReactElement {
  const { t, i18n } = useTranslation('office');
  useRedrawAt(campaigns.flatMap(({ opensAt, closesAt }) => [opensAt, closesAt]));
  const number = (value: number): string => formatNumber(value, i18n.language);
  return (
    <table className="of-table">
      <caption className="visually-hidden">{t('campaigns')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('col.campaign')}</th>
          <th scope="col">{t('col.state')}</th>
          <th scope="col">{t('col.opens')}</th>
          <th scope="col">{t('col.closes')}</th>
          <th scope="col">{t('col.audience')}</th>
          <th scope="col" className="is-number">
            {t('col.sessions')}
          </th>
          <th scope="col" className="is-number">
            {t('col.free')}
          </th>
        </tr>
      </thead>
      <tbody>
        {campaigns.map((campaign) => (
          <tr key={campaign.id}>
            <th scope="row">
              <Link to={`/ufficio/campagne/${encodeURIComponent(campaign.id)}`}>{campaign.title}</Link>
              <small>{campaign.schoolYear}</small>
            </th>
            <td data-label={t('col.state')}>
              <StateMark state={publicState(campaign, nowMs)} />
            </td>
            <td data-label={t('col.opens')} className="of-nowrap">
              {formatShortInstant(campaign.opensAt, i18n.language)}
            </td>
            <td data-label={t('col.closes')} className="of-nowrap">
              {formatShortInstant(campaign.closesAt, i18n.language)}
            </td>
            <td data-label={t('col.audience')}>
              {campaign.audience === 'EVERYONE'
                ? t('everyone')
                : t('listed', { count: campaign.eligibleCount ?? 0, number: number(campaign.eligibleCount ?? 0) })}
            </td>
            <td data-label={t('col.sessions')} className="is-number">
              {number(campaign.sessionCount)}
            </td>
            <td data-label={t('col.free')} className="is-number">
              {number(campaign.seatsFree)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
