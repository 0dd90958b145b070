import type { ReactElement } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { remaining } from '../../lib/format.ts';
import { Shape } from './wall-shapes.tsx';

/** The time left until booking opens, readable from the back of the room. */
export function WallCountdown({ untilMs, nowMs }: { untilMs: number; nowMs: number | null }): ReactElement | null {
  const { t } = useTranslation('wall');
  if (nowMs === null) return null;
  const { days, hours, minutes, seconds } = remaining(untilMs, nowMs);
  const units =
    days > 0
      ? ([
          ['days', days],
          ['hours', hours],
          ['minutes', minutes],
        ] as const)
      : ([
          ['hours', hours],
          ['minutes', minutes],
          ['seconds', seconds],
        ] as const);
  return (
    <div className="wall__banner">
      <p>{t('countdown')}</p>
      <p className="wall__count" role="timer">
        {units.map(([unit, count]) => (
          <span key={unit}>
            <b>{unit === 'days' || (unit === 'hours' && days === 0) ? count : String(count).padStart(2, '0')}</b>
            <small>{t(unit, { count })}</small>
          </span>
        ))}
      </p>
    </div>
  );
}

export function WallNote({ kind }: { kind: 'allFull' | 'allClosed' }): ReactElement {
  const { t } = useTranslation('wall');
  return (
    <div className="wall__banner wall__banner--note">
      <Shape of="full" />
      <p>
        <Trans t={t} i18nKey={kind} components={{ b: <b /> }} />
      </p>
    </div>
  );
}
