import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Countdown } from '../../components/countdown.tsx';
import { Panel } from '../../components/panel.tsx';
import { formatInstant } from '../../lib/format.ts';
import { useViewer } from '../../lib/viewer.tsx';
import { campaignWindow } from './campaign-window.ts';

export interface PanelCampaign {
  slug: string;
  schoolYear: string;
  opensAt: string;
  closesAt: string;
  state: 'DRAFT' | 'PUBLISHED' | 'CLOSED' | 'ARCHIVED';
  audience: 'EVERYONE' | 'LISTED';
  personalLimit: number;
  cancelHoursBefore: number;
  myHeld?: number | null | undefined;
}

/** What one can do in this campaign now, and its rules. */
export function CampaignPanel({ campaign, nowMs }: { campaign: PanelCampaign; nowMs: number }): ReactElement {
  const { t } = useTranslation('campaign');
  const window = campaignWindow(campaign, nowMs);
  return (
    <div className="pg-side pg-panel">
      <Panel labelledBy="adesso" tone={window === 'closed' ? 'full' : 'now'}>
        <h2 className="sp-h3" id="adesso">
          {t(`now.${window}`)}
        </h2>
        <Now campaign={campaign} window={window} />
      </Panel>
      <section aria-labelledby="regole">
        <h2 className="sp-h3" id="regole">
          {t('rules')}
        </h2>
        <Rules campaign={campaign} />
      </section>
    </div>
  );
}

function Now({
  campaign,
  window,
}: {
  campaign: PanelCampaign;
  window: ReturnType<typeof campaignWindow>;
}): ReactElement {
  const { t, i18n } = useTranslation('campaign');
  if (window === 'upcoming')
    return (
      <>
        <p className="pg-count">
          <Countdown until={campaign.opensAt} shape="words" spoken />
        </p>
        <p className="mb-0">{t('opens', { opensAt: formatInstant(campaign.opensAt, i18n.language) })}</p>
      </>
    );
  if (window === 'closed')
    return (
      <>
        <p>{t('closed')}</p>
        <Link className="btn btn-outline-primary sp-btn" to="/laboratori">
          {t('others')}
        </Link>
      </>
    );
  return (
    <>
      <p>
        {t('until')} <b>{formatInstant(campaign.closesAt, i18n.language)}</b>.
      </p>
      <Link className="btn btn-primary sp-btn" to={`/laboratori?campagna=${campaign.slug}`}>
        {t('choose')}
      </Link>
      <Held held={campaign.myHeld ?? null} limit={campaign.personalLimit} />
    </>
  );
}

function Held({ held, limit }: { held: number | null; limit: number }): ReactElement | null {
  const { t } = useTranslation('campaign');
  const { viewer } = useViewer();
  if (!viewer || held === null || viewer.account.kind !== 'PERSON') return null;
  return <p className="pg-after sp-small">{t('held', { count: held, max: limit })}</p>;
}

function Rules({ campaign }: { campaign: PanelCampaign }): ReactElement {
  const { t, i18n } = useTranslation('campaign');
  return (
    <ul className="pg-rules">
      <li>{t(`audience.${campaign.audience}`)}</li>
      <li>
        {t('window', {
          opensAt: formatInstant(campaign.opensAt, i18n.language),
          closesAt: formatInstant(campaign.closesAt, i18n.language),
        })}
      </li>
      <li>{t('limit', { count: campaign.personalLimit })}</li>
      <li>{t('cancel', { count: campaign.cancelHoursBefore })}</li>
      <li>{t('year', { year: campaign.schoolYear })}</li>
    </ul>
  );
}
