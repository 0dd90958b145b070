import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Countdown } from '../../components/countdown.tsx';
import { formatInstant, formatNumber } from '../../lib/format.ts';

export interface HomeCampaign {
  id: string;
  slug: string;
  title: string;
  opensAt: string;
  closesAt: string;
  sessionCount: number;
  seatsFree: number;
}

interface HomeCampaignsProps {
  open: readonly HomeCampaign[];
  upcoming: readonly HomeCampaign[];
}

/** Campaigns one can book in now, and those about to open. */
export function HomeCampaigns({ open, upcoming }: HomeCampaignsProps): ReactElement {
  const { t, i18n } = useTranslation('home');
  return (
    <section aria-labelledby="campagne">
      <h2 className="sp-h2" id="campagne">
        {t('campaigns')}
      </h2>
      {open.length + upcoming.length === 0 && <p className="pg-after">{t('noCampaign')}</p>}
      <ul className="pg-do">
        {open.map((campaign) => (
          <li key={campaign.id}>
            <Link to={`/campagne/${campaign.slug}`}>{campaign.title}</Link>
            <span>
              {t('openUntil')} <b>{formatInstant(campaign.closesAt, i18n.language)}</b>
            </span>
            <span>
              {t('sessions', {
                count: campaign.sessionCount,
                number: formatNumber(campaign.sessionCount, i18n.language),
              })}
            </span>
          </li>
        ))}
        {upcoming.map((campaign) => (
          <li key={campaign.id}>
            <Link to={`/campagne/${campaign.slug}`}>{campaign.title}</Link>
            <span>
              {t('opensIn')}{' '}
              <b>
                <Countdown until={campaign.opensAt} shape="words" />
              </b>
            </span>
            <span>{t('opensAt', { opensAt: formatInstant(campaign.opensAt, i18n.language) })}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
