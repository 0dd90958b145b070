import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { ActPhase } from '../../lib/idempotent-act.ts';

/** What a slow or lost act means for the person. */
export function ActState({ phase }: { phase: ActPhase }): ReactElement | null {
  const { t } = useTranslation('bookings');
  if (phase !== 'slow' && phase !== 'unknown') return null;
  return (
    <p className={`sp-note ${phase === 'unknown' ? 'sp-note--warn' : ''} sp-actstate`} role="alert">
      {t(phase)}
    </p>
  );
}
