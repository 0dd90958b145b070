import type { ReactElement, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatShortInstant, formatTime } from '../lib/format.ts';
import type { SeatFacts, SeatKind } from '../lib/seat-view.ts';
import { Countdown } from './countdown.tsx';
import { Icon } from './icon.tsx';
import type { IconName } from './icons.ts';

const ICON: Record<SeatKind, IconName> = {
  many: 'check-circle',
  few: 'warning-circle',
  last: 'warning-circle',
  full: 'less-circle',
  notOpen: 'clock',
  closed: 'lock',
  cancelled: 'ban',
  past: 'lock',
  stale: 'refresh',
};
const TONE: Record<SeatKind, string> = {
  many: '',
  few: 'sp-seats--few',
  last: 'sp-seats--few',
  full: 'sp-seats--full',
  notOpen: 'sp-seats--wait',
  closed: 'sp-seats--off',
  cancelled: 'sp-seats--off',
  past: 'sp-seats--off',
  stale: 'sp-seats--stale',
};
const MOST_BLOCKS = 30;

export function seatTone(kind: SeatKind): string {
  return TONE[kind];
}

/** One block a seat up to thirty, above that one bar. Decoration: the sentence beside it carries the meaning. */
export function SeatBlocks({ free, capacity }: { free: number; capacity: number }): ReactElement | null {
  if (capacity <= 0) return null;
  if (capacity > MOST_BLOCKS)
    return (
      <div className="sp-bar" aria-hidden="true">
        <span style={{ width: `${(100 * free) / capacity}%` }} />
      </div>
    );
  return (
    <div className="sp-dots" aria-hidden="true">
      {Array.from({ length: capacity }, (_, seat) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: seats have no identity
        <i key={seat} className={seat < free ? 'f' : undefined} />
      ))}
    </div>
  );
}

interface SeatsProps {
  seats: SeatFacts;
  kind: SeatKind;
  opensAt?: string;
  cancelReason?: string | null;
  /** Instant the numbers were true; told when they may be old. */
  atMs?: number | null;
  /** Replaces the line below the blocks, for what concerns the reader alone. */
  note?: ReactNode;
  /** Only the sentence, no blocks. */
  compact?: boolean;
}

/** Seats of a session: number, words, «su N». */
export function Seats({ seats, kind, opensAt, cancelReason, atMs, note, compact = false }: SeatsProps): ReactElement {
  const { t } = useTranslation();
  const withBlocks =
    !compact && (kind === 'many' || kind === 'few' || kind === 'last' || kind === 'full' || kind === 'stale');
  const below = note ?? <SeatNote kind={kind} seats={seats} cancelReason={cancelReason ?? null} />;
  return (
    <div className={`sp-seats ${TONE[kind]}`}>
      <p className="sp-seats__text">
        <Icon name={ICON[kind]} />
        <span>
          <SeatSentence kind={kind} seats={seats} {...(opensAt ? { opensAt } : {})} atMs={atMs ?? null} />
        </span>
      </p>
      {withBlocks && <SeatBlocks free={seats.free} capacity={seats.capacity} />}
      {!compact && below && <p className="sp-seats__note">{below}</p>}
      {!compact && kind === 'stale' && <p className="sp-seats__note">{t('seats.reconnecting')}</p>}
    </div>
  );
}

function SeatSentence({
  kind,
  seats,
  opensAt,
  atMs,
}: {
  kind: SeatKind;
  seats: SeatFacts;
  opensAt?: string;
  atMs: number | null;
}): ReactElement {
  const { t, i18n } = useTranslation();
  const number = <span className="sp-num">{seats.free}</span>;
  const of = <span className="sp-seats__of">{t('seats.of', { capacity: seats.capacity })}</span>;
  switch (kind) {
    case 'many':
      return (
        <>
          {number} {t('seats.freeWords', { count: seats.free })} {of}
        </>
      );
    case 'few':
      return (
        <>
          {t('seats.fewBefore')} {number} {t('seats.fewAfter')} {of}
        </>
      );
    case 'last':
      return (
        <>
          {t('seats.lastWords')} {of}
        </>
      );
    case 'stale':
      return (
        <>
          {number} {t('seats.freeWords', { count: seats.free })}{' '}
          {atMs !== null && (
            <b className="sp-seats__of">{t('seats.atTime', { time: formatTime(atMs, i18n.language) })}</b>
          )}
        </>
      );
    case 'notOpen':
      return (
        <>
          {t('seats.opensInBefore')} {opensAt && <Countdown until={opensAt} shape="words" />}
        </>
      );
    default:
      return <>{t(`seats.${kind}`)}</>;
  }
}

function SeatNote({
  kind,
  seats,
  cancelReason,
}: {
  kind: SeatKind;
  seats: SeatFacts;
  cancelReason: string | null;
}): string | null {
  const { t } = useTranslation();
  switch (kind) {
    case 'full':
      return seats.waiting > 0 ? t('seats.waiting', { count: seats.waiting }) : null;
    case 'notOpen':
      return t('seats.inAll', { count: seats.capacity });
    case 'closed':
    case 'past':
      return seats.free > 0 ? t('seats.notAssigned', { count: seats.free }) : null;
    case 'cancelled':
      return cancelReason;
    default:
      return null;
  }
}

/** «Prenotazioni da / lun 30 nov, ore 9:00», in place of a button. */
export function InsteadOfButton({
  kind,
  opensAt,
  closesAt,
}: {
  kind: 'notOpen' | 'closed';
  opensAt: string;
  closesAt: string;
}): ReactElement {
  const { t, i18n } = useTranslation();
  return (
    <p className="sp-opens">
      {t(kind === 'notOpen' ? 'seats.bookableFrom' : 'seats.closedSince')}
      <b>{formatShortInstant(kind === 'notOpen' ? opensAt : closesAt, i18n.language)}</b>
    </p>
  );
}
