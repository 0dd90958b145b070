import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { PageTitle } from '../../components/page-title.tsx';
import { formatInstant } from '../../lib/format.ts';

/** Why a request opens nothing any more. OTHER_BROWSER and UNKNOWN: there is nothing to show of it here. */
export type EndReason = 'USED' | 'EXPIRED' | 'SUPERSEDED' | 'DEAD' | 'OTHER_BROWSER' | 'UNKNOWN' | 'TOO_LATE';

interface RecoveryEndProps {
  reason: EndReason;
  number: number | null;
  endedAt?: string | null;
  newerNumber?: number | null;
}

/** The end of a request, and the way on: a new one takes a minute. */
export function RecoveryEnd({ reason, number, endedAt = null, newerNumber = null }: RecoveryEndProps): ReactElement {
  const { t, i18n } = useTranslation('recovery');
  const at = endedAt === null ? '' : formatInstant(endedAt, i18n.language);
  return (
    <>
      <PageTitle>{t(`end.${reason}.title`, { number })}</PageTitle>
      <p className="sp-lead">
        {endedAt === null || (reason !== 'USED' && reason !== 'EXPIRED')
          ? t(`end.${reason}.text`, { number, newer: newerNumber })
          : t(`end.${reason}.textAt`, { number, at })}
      </p>
      {reason === 'USED' && (
        <p className="sp-note sp-note--warn">
          {t('end.notMe')} <Link to="/assistenza">{t('help')}</Link>
        </p>
      )}
      <div className="sp-actions">
        <Link className="btn btn-primary sp-btn" to="/recupero">
          {t('end.again')}
        </Link>
        <Link to="/accedi">{t('toSignIn')}</Link>
      </div>
    </>
  );
}
