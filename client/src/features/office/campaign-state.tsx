import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../components/icon.tsx';
import type { IconName } from '../../components/icons.ts';
import { formatInstant } from '../../lib/format.ts';
import type { PublicState } from './campaign-form-model.ts';

const ICONS: Record<PublicState, IconName> = {
  draft: 'file',
  upcoming: 'clock',
  open: 'check-circle',
  ended: 'lock',
  closed: 'lock',
  archived: 'less-circle',
};

export function StateMark({ state }: { state: PublicState }): ReactElement {
  const { t } = useTranslation('office');
  return (
    <span className={`of-state of-state--${state === 'ended' ? 'closed' : state}`}>
      <Icon name={ICONS[state]} />
      {t(`state.${state}`)}
    </span>
  );
}

/** One sentence: what somebody who is not of the office sees now. */
export function PublicSentence({
  state,
  campaign,
}: {
  state: PublicState;
  campaign: { opensAt: string; closesAt: string };
}): ReactElement {
  const { t, i18n } = useTranslation('office');
  return (
    <p className="of-public">
      <b>{t('publicSees')}</b>{' '}
      {t(`sees.${state}`, {
        opensAt: formatInstant(campaign.opensAt, i18n.language),
        closesAt: formatInstant(campaign.closesAt, i18n.language),
      })}
    </p>
  );
}
