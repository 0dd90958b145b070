import type { ReactElement } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { formatNumber } from '../../lib/format.ts';

const MOST_MARKS = 12;

interface WallFootProps {
  siteUrl: string;
  totals: { free: number; sessions: number } | null;
  page: number;
  pages: number;
  paused: boolean;
}

export function WallFoot({ siteUrl, totals, page, pages, paused }: WallFootProps): ReactElement {
  const { t, i18n } = useTranslation('wall');
  const address = `${siteUrl.replace(/^https?:\/\//, '').replace(/\/$/, '')}/laboratori`;
  return (
    <footer className="wall__foot">
      <span>
        <Trans t={t} i18nKey="bookAt" values={{ address }} components={{ b: <b /> }} />
      </span>
      {totals && (
        <span>
          <Trans
            t={t}
            i18nKey="totals"
            values={{
              seats: t('totalSeats', { count: totals.free, number: formatNumber(totals.free, i18n.language) }),
              sessions: t('totalSessions', { count: totals.sessions }),
            }}
            components={{ b: <b /> }}
          />
        </span>
      )}
      {(pages > 1 || paused) && (
        <span className="wall__pages">
          {t(paused ? 'paused' : 'page', { page: page + 1, pages })}
          {pages > 1 &&
            pages <= MOST_MARKS &&
            Array.from({ length: pages }, (_, mark) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a mark is nothing but its place
              <i key={mark} className={mark === page ? 'is-on' : ''} aria-hidden="true" />
            ))}
        </span>
      )}
      <p className="wall__keys">{t('keys')}</p>
    </footer>
  );
}
