import { type ReactElement, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { formatShortInstant } from '../../lib/format.ts';
import { type CampaignForm, differences, type FieldName } from './campaign-form-model.ts';
import { readRomeTime } from './rome-time.ts';

interface CampaignConflictProps {
  mine: CampaignForm;
  theirs: CampaignForm;
  sending: boolean;
  onMine: () => void;
  onTheirs: () => void;
}

/** Somebody saved meanwhile: both versions side by side, nothing overwritten without being asked. */
export function CampaignConflict({ mine, theirs, sending, onMine, onTheirs }: CampaignConflictProps): ReactElement {
  const { t, i18n } = useTranslation('office');
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const names = differences(mine, theirs);
  const say = (form: CampaignForm, name: FieldName): string => {
    if (name === 'audience') return t(`audience.${form.audience}`);
    const instant = name === 'opensAt' || name === 'closesAt' ? readRomeTime(form[name]) : null;
    return instant === null ? form[name] || '–' : formatShortInstant(instant, i18n.language);
  };
  return (
    <section className="sp-note sp-note--warn of-conflict" aria-labelledby="conflitto" role="alert">
      <h2 className="sp-h3" id="conflitto" tabIndex={-1} ref={heading}>
        {t('conflict.title')}
      </h2>
      <p>{t(names.length === 0 ? 'conflict.same' : 'conflict.text')}</p>
      {names.length > 0 && (
        <table className="of-table">
          <caption className="visually-hidden">{t('conflict.table')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('conflict.field')}</th>
              <th scope="col">{t('conflict.mine')}</th>
              <th scope="col">{t('conflict.theirs')}</th>
            </tr>
          </thead>
          <tbody>
            {names.map((name) => (
              <tr key={name}>
                <th scope="row">{t(`field.${name}`)}</th>
                <td data-label={t('conflict.mine')}>{say(mine, name)}</td>
                <td data-label={t('conflict.theirs')}>{say(theirs, name)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <div className="sp-actions">
        <Button kind="outline-primary" sending={sending ? t('saving') : null} onClick={onMine}>
          {t('conflict.saveMine')}
        </Button>
        <Button kind="outline-primary" onClick={onTheirs}>
          {t('conflict.takeTheirs')}
        </Button>
      </div>
    </section>
  );
}
