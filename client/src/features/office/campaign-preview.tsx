import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../components/panel.tsx';
import { formatInstant } from '../../lib/format.ts';
import type { CampaignForm } from './campaign-form-model.ts';
import { readRomeTime } from './rome-time.ts';

/** How the public page will read with what is typed now. */
export function CampaignPreview({ form, sessionCount }: { form: CampaignForm; sessionCount: number }): ReactElement {
  const { t, i18n } = useTranslation(['office', 'campaign']);
  const opensAt = readRomeTime(form.opensAt);
  const closesAt = readRomeTime(form.closesAt);
  const limit = Number(form.personalLimit);
  const hours = Number(form.cancelHoursBefore);
  return (
    <Panel tone="quiet" labelledBy="anteprima" className="of-preview">
      <h2 className="sp-h3" id="anteprima">
        {t('preview')}
      </h2>
      <p>
        <b>{form.title || t('previewTitle')}</b>
      </p>
      {form.description && <p>{form.description}</p>}
      <p>
        {opensAt && closesAt
          ? t('campaign:window', {
              opensAt: formatInstant(opensAt, i18n.language),
              closesAt: formatInstant(closesAt, i18n.language),
            })
          : t('previewDates')}
      </p>
      <p>{t(`campaign:audience.${form.audience}`)}</p>
      {limit > 0 && <p>{t('campaign:limit', { count: limit })}</p>}
      {Number.isInteger(hours) && form.cancelHoursBefore !== '' && <p>{t('campaign:cancel', { count: hours })}</p>}
      <p>{t('previewSessions', { count: sessionCount })}</p>
    </Panel>
  );
}
