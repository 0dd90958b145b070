import { type ReactElement, type ReactNode, useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { LiveStatus } from '../../components/live-status.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { useAnnounce } from '../../lib/announcer.tsx';
import { crossings } from '../../lib/seat-view.ts';
import { type SeatsNow, seatsNow, useAvailability } from '../../lib/use-availability.ts';
import { useRedrawAt } from '../../lib/use-server-now.ts';
import type { Listing, SessionRow } from './catalogue-data.ts';
import { EmptyListing } from './choices.tsx';
import type { Filters } from './filters.ts';
import { RowSkeleton, SessionItem } from './session-row.tsx';
import type { ListingView } from './use-listing.ts';

interface ResultsProps {
  filters: Filters;
  view: ListingView;
  onChange: (filters: Filters) => void;
  chips: ReactNode;
  /** Stands at the right of the chips. */
  children: ReactNode;
}

const NO_ROWS: readonly SessionRow[] = [];

/** Count, live line, rows and what comes after them. */
export function Results({ filters, view, onChange, chips, children }: ResultsProps): ReactElement {
  const { t } = useTranslation('catalogue');
  const announce = useAnnounce();
  const { listing } = view;
  const rows = listing?.rows ?? NO_ROWS;
  const ids = useMemo(() => rows.map(({ id }) => id), [rows]);
  const { seats: liveSeats, live } = useAvailability({
    ids,
    poll: view.reload,
    onBack: () => announce(t('common:live.back')),
  });
  const seats = useMemo(() => new Map(rows.map((row) => [row.id, seatsNow(row.seats, liveSeats)])), [rows, liveSeats]);
  useCrossings(seats);
  useRedrawAt(
    useMemo(() => rows.flatMap(({ lab, startsAt }) => [lab.campaign.opensAt, lab.campaign.closesAt, startsAt]), [rows]),
  );

  const head = (
    <>
      <div className="sp-bar-top">
        <h2 className="sp-h3" id="risultati">
          {listing
            ? t(listing.total === 0 ? 'none' : 'count', {
                sessions: t('sessions', { count: listing.total }),
                labs: t('labs', { count: listing.labs }),
              })
            : t('title')}
        </h2>
        {rows.length > 0 && <LiveStatus live={live} />}
      </div>
      <div className="sp-bar-top sp-bar-top--chips">
        {chips ?? <span />}
        {children}
      </div>
    </>
  );
  if (!listing)
    return (
      <>
        {head}
        {!view.failure && (
          <Skeleton onRetry={() => void view.reload()}>
            <ul className="sp-list">
              {['a', 'b', 'c', 'd', 'e', 'f'].map((key) => (
                <RowSkeleton key={key} />
              ))}
            </ul>
          </Skeleton>
        )}
      </>
    );
  const stale = live.kind === 'stale' || live.kind === 'offline';
  return (
    <>
      {head}
      {filters.order === 'posti' && orderChanged(rows, seats) && (
        <div className="sp-note sp-reorder">
          {t('reorder')}{' '}
          <button type="button" className="sp-linkbtn" onClick={() => void view.reload()}>
            {t('reorderButton')}
          </button>
        </div>
      )}
      {rows.length === 0 && !view.waiting && (
        <EmptyListing filters={filters} campaigns={listing.campaigns} onChange={onChange} />
      )}
      {rows.length > 0 && (
        <ul className={`sp-list ${view.waiting ? 'is-waiting' : ''}`} aria-busy={view.waiting}>
          {rows.map((row) => (
            <SessionItem
              key={row.id}
              session={row}
              seats={seats.get(row.id) ?? row.seats}
              stale={stale}
              atMs={live.atMs ?? Date.parse(listing.at)}
              onlyFree={filters.onlyFree}
            />
          ))}
        </ul>
      )}
      <More listing={listing} view={view} />
    </>
  );
}

function orderChanged(rows: readonly SessionRow[], seats: ReadonlyMap<string, SeatsNow>): boolean {
  const free = rows.map((row) => seats.get(row.id)?.free ?? row.seats.free);
  return free.some((now, index) => index > 0 && now > (free[index - 1] ?? now));
}

/** Tells, together, which sessions filled or have room again; nothing is said of other changes. */
function useCrossings(seats: ReadonlyMap<string, SeatsNow>): void {
  const { t } = useTranslation('catalogue');
  const announce = useAnnounce();
  const told = useRef(seats);
  useEffect(() => {
    const timer = setTimeout(() => {
      const { filled, freed } = crossings(told.current, seats);
      told.current = seats;
      const parts = [
        filled.length > 0 ? t('live.filled', { count: filled.length }) : '',
        freed.length > 0 ? t('live.freed', { count: freed.length }) : '',
      ].filter(Boolean);
      if (parts.length > 0) announce(parts.join(', '));
    }, 1000);
    return () => clearTimeout(timer);
  }, [seats, announce, t]);
}

/** The next rows; the first of them takes the focus. */
function More({ listing, view }: { listing: Listing; view: ListingView }): ReactElement | null {
  const { t } = useTranslation('catalogue');
  const focusFrom = useRef<number | null>(null);
  useEffect(() => {
    if (focusFrom.current === null || listing.rows.length <= focusFrom.current) return;
    document.querySelectorAll<HTMLAnchorElement>('.sp-session h3 a')[focusFrom.current]?.focus();
    focusFrom.current = null;
  }, [listing.rows.length]);
  if (listing.nextCursor === null || listing.rows.length === 0) return null;
  return (
    <div className="sp-more">
      <Button
        kind="outline-primary"
        sending={view.loadingMore ? t('common:loading') : null}
        onClick={() => {
          focusFrom.current = listing.rows.length;
          void view.more();
        }}
      >
        {t('more', { count: listing.total - listing.rows.length })}
      </Button>
    </div>
  );
}
