import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { localPath } from '../../lib/local-path.ts';
import { Done } from '../reserved-area/done.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';
import type { Added } from './second-factor-data.ts';

const PAGE = '/area-riservata/verifica';

/** After a factor was added: the recovery codes with the first one, and on to where the person came from. */
export function FactorAdded({ added }: { added: Added }): ReactElement {
  const { t } = useTranslation('secondFactor');
  const [search] = useSearchParams();
  const to = localPath(search.get('poi'), PAGE);
  const { recoveryCodes, sessionsEnded } = added;
  return (
    <Done
      title={t(recoveryCodes ? 'added.first' : 'added.more')}
      back={{ to, label: t(recoveryCodes ? 'added.kept' : 'added.goOn') }}
    >
      <p className="sp-lead">{t('added.lead')}</p>
      {sessionsEnded > 0 && <p>{t('added.sessions', { count: sessionsEnded })}</p>}
      {recoveryCodes && (
        <>
          <h2 className="sp-h2 sp-section">{t('codes.title')}</h2>
          <RecoveryCodes codes={recoveryCodes} />
        </>
      )}
    </Done>
  );
}
