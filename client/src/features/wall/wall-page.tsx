import { type CSSProperties, type ReactElement, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams, useSearchParams } from 'react-router';
import '../../styles/wall.css';
import { formatShortInstant } from '../../lib/format.ts';
import type { LiveView } from '../../lib/use-live-feed.ts';
import { useServerNow } from '../../lib/use-server-now.ts';
import { useWallPages } from './use-wall-pages.ts';
import { useBurnInShift, useNewVersion, usePointerAtRest, useScreenAwake } from './use-wall-screen.ts';
import { WallCountdown, WallNote } from './wall-banner.tsx';
import { CATALOGUE_EVERY_MS, useWallData, type WallContent } from './wall-data.ts';
import { WallFoot } from './wall-foot.tsx';
import { WallHead, type WallLine } from './wall-head.tsx';
import {
  balancedRows,
  pageCount,
  rowsOfPage,
  type WallPhase,
  type WallSession,
  wallPhase,
  wallRows,
  wallTotals,
} from './wall-model.ts';
import { type WallOptions, wallOptions } from './wall-options.ts';
import { WallRow } from './wall-row.tsx';

const CHANGED_MS = 12_000;
const QUIET_CATALOGUE_MS = 90_000;

/** Rows given up to the sentence or the countdown above them. */
const BANNER_ROWS: Record<WallPhase, number> = { before: 2, open: 0, full: 1, closed: 1, empty: 0 };

export function WallPage(): ReactElement {
  const { t } = useTranslation('wall');
  const { campagna } = useParams();
  const [params] = useSearchParams();
  const options = wallOptions(params, campagna);
  const { content, live, changedAt } = useWallData(options.campaign);
  const nowMs = useServerNow();
  const resting = usePointerAtRest();
  const shift = useBurnInShift();
  const isNew = useNewVersion();
  useScreenAwake();

  const rows = wallRows(content?.sessions ?? [], { province: options.province, nowMs: nowMs ?? 0 });
  const phase = wallPhase(content?.campaign ?? null, rows, nowMs ?? 0);
  const perPage = balancedRows(rows.length, Math.max(1, options.rows - BANNER_ROWS[phase]));
  const pages = pageCount(rows.length, perPage);
  const { page, paused } = useWallPages({
    pages,
    seconds: options.seconds,
    onPageEnd: () => {
      if (isNew) window.location.reload();
    },
  });
  const line = wallLine(content, live, nowMs);

  useEffect(() => {
    document.title = `${t('pageTitle')} - Sportello`;
  }, [t]);

  return (
    <div
      className={`wall ${resting ? 'wall--still' : ''}`}
      data-theme={options.theme}
      data-live={line.kind}
      style={{ '--rows': String(perPage) } as CSSProperties}
    >
      <div className="wall__sheet" style={{ transform: `translate(${shift.x}px, ${shift.y}px)` }}>
        <WallHead campaign={content?.campaign ?? null} phase={phase} line={line} nowMs={nowMs} />
        {content !== null && phase === 'empty' && <Empty content={content} options={options} />}
        {content === null && <Waiting rows={options.rows} />}
        {phase !== 'empty' && content?.campaign && (
          <main className="wall__main">
            {phase === 'before' && <WallCountdown untilMs={Date.parse(content.campaign.opensAt)} nowMs={nowMs} />}
            {phase === 'full' && <WallNote kind="allFull" />}
            {phase === 'closed' && <WallNote kind="allClosed" />}
            <Rows
              key={page}
              rows={rowsOfPage(rows, page, perPage)}
              phase={phase}
              perPage={perPage}
              changedAt={changedAt}
            />
          </main>
        )}
        <WallFoot
          siteUrl={content?.siteUrl ?? window.location.origin}
          totals={phase === 'open' ? wallTotals(rows) : null}
          page={page}
          pages={pages}
          paused={paused}
        />
      </div>
    </div>
  );
}

/** What may honestly be said of the numbers shown. */
function wallLine(content: WallContent | null, live: LiveView, nowMs: number | null): WallLine {
  if (content === null) return { kind: 'connecting' };
  if (content.campaign === null) {
    const readMs = Date.parse(content.at);
    return nowMs !== null && nowMs - readMs > QUIET_CATALOGUE_MS
      ? { kind: 'stale', atMs: readMs }
      : { kind: 'polling', everySeconds: CATALOGUE_EVERY_MS / 1000 };
  }
  if (live.kind === 'live') return { kind: 'live' };
  if (live.kind === 'polling') return { kind: 'polling', everySeconds: live.everySeconds };
  if (live.kind === 'connecting') return { kind: 'connecting' };
  return { kind: 'stale', atMs: live.atMs ?? Date.parse(content.at) };
}

interface RowsProps {
  rows: WallSession[];
  phase: WallPhase;
  perPage: number;
  changedAt: ReadonlyMap<string, number>;
}

function Rows({ rows, phase, perPage, changedAt }: RowsProps): ReactElement {
  const { t } = useTranslation('wall');
  const now = performance.now();
  const titleRoom = perPage + BANNER_ROWS[phase] >= 7 ? 37 : 27;
  return (
    <table className="wall__table">
      <caption className="visually-hidden">{t('title')}</caption>
      <thead className="visually-hidden">
        <tr>
          {(['when', 'what', 'blocks', 'seats'] as const).map((column) => (
            <th key={column} scope="col">
              {t(column)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="wall__body">
        {rows.map((session) => (
          <WallRow
            key={session.id}
            session={session}
            phase={phase}
            changed={now - (changedAt.get(session.id) ?? Number.NEGATIVE_INFINITY) < CHANGED_MS}
            titleRoom={titleRoom}
          />
        ))}
      </tbody>
    </table>
  );
}

function Empty({ content, options }: { content: WallContent; options: WallOptions }): ReactElement {
  const { t, i18n } = useTranslation('wall');
  if (content.campaign === null && options.campaign !== null)
    return (
      <main className="wall__empty">
        <p>{t('unknownTitle')}</p>
        <p>{t('unknownText', { slug: options.campaign })}</p>
      </main>
    );
  return (
    <main className="wall__empty">
      <p>{options.province === null ? t('emptyTitle') : t('emptyProvince', { province: options.province })}</p>
      <p>
        {content.next
          ? t('emptyNext', {
              campaign: content.next.title,
              opensAt: formatShortInstant(content.next.opensAt, i18n.language),
            })
          : t('emptyNone')}
      </p>
    </main>
  );
}

function Waiting({ rows }: { rows: number }): ReactElement {
  const { t } = useTranslation('wall');
  return (
    <main className="wall__main" aria-busy="true">
      <p className="visually-hidden">{t('loading')}</p>
      <div className="wall__body" aria-hidden="true">
        {Array.from({ length: rows }, (_, row) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a grey row is nothing but its place
          <div key={row} className="wall__row">
            <span className="wall__ghost" />
            <span className="wall__ghost" />
            <span className="wall__ghost" />
            <span className="wall__ghost" />
          </div>
        ))}
      </div>
    </main>
  );
}
