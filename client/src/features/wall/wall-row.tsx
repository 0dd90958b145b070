import type { ReactElement } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { formatDateBlock, formatNumber, formatTime } from '../../lib/format.ts';
import { rowTone, type WallPhase, type WallSeats, type WallSession } from './wall-model.ts';
import { Shape } from './wall-shapes.tsx';

const MOST_BLOCKS = 30;
const UPRIGHT_TITLE_ROOM = 26;

interface WallRowProps {
  session: WallSession;
  phase: WallPhase;
  changed: boolean;
  /** Titles longer than this go on two smaller lines. */
  titleRoom: number;
}

export function WallRow({ session, phase, changed, titleRoom }: WallRowProps): ReactElement {
  const { i18n } = useTranslation('wall');
  const { weekday, day, month } = formatDateBlock(session.startsAt, i18n.language);
  const tone = rowTone(session.seats);
  const shown =
    phase === 'before' && tone !== 'cancelled' ? 'before' : phase === 'closed' && tone !== 'cancelled' ? 'full' : tone;
  return (
    <tr className={`wall__row wall__row--${shown} ${changed ? 'wall__row--changed' : ''}`}>
      <td className="wall__cell wall__when">
        <b>{`${weekday} ${day} ${month}`}</b>
        <span>{formatTime(session.startsAt, i18n.language)}</span>
      </td>
      <th scope="row" className="wall__cell wall__what">
        <b className={titleClass(session.title, titleRoom)}>{session.title}</b>
        <span>{session.place}</span>
      </th>
      <td className="wall__cell">{shown !== 'before' && shown !== 'cancelled' && <Blocks seats={session.seats} />}</td>
      <td className="wall__cell wall__seats">
        <Shape of={shown === 'before' ? 'before' : tone} />
        {shown === 'before' ? <Total seats={session.seats} /> : <Free seats={session.seats} />}
      </td>
    </tr>
  );
}

function titleClass(title: string, room: number): string {
  if (title.length > room) return 'is-wide is-long';
  return title.length > UPRIGHT_TITLE_ROOM ? 'is-wide' : '';
}

/** Solid is free: what weighs on the screen is what one can have. */
function Blocks({ seats: { capacity, free } }: { seats: WallSeats }): ReactElement {
  if (capacity > MOST_BLOCKS)
    return (
      <div className="wall__bar wall__bar--long" aria-hidden="true">
        {free > 0 && <i className="is-free" style={{ flex: free }} />}
        {capacity > free && <i style={{ flex: capacity - free }} />}
      </div>
    );
  return (
    <div className="wall__bar" aria-hidden="true">
      {Array.from({ length: capacity }, (_, seat) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a block is nothing but its place
        <i key={seat} className={seat < free ? 'is-free' : ''} />
      ))}
    </div>
  );
}

function Total({ seats }: { seats: WallSeats }): ReactElement {
  const { t } = useTranslation('wall');
  return <span className="wall__word wall__word--quiet">{t('total', { count: seats.capacity })}</span>;
}

function Free({ seats }: { seats: WallSeats }): ReactElement {
  const { t, i18n } = useTranslation('wall');
  const tone = rowTone(seats);
  if (tone === 'cancelled') return <span className="wall__word wall__word--quiet">{t('cancelled')}</span>;
  if (tone === 'full')
    return (
      <span className="wall__word">
        {t('full')}
        <small>
          {seats.waiting > 0 ? t('waiting', { count: seats.waiting }) : t('total', { count: seats.capacity })}
        </small>
      </span>
    );
  return (
    <>
      <b className={seats.free > 99 ? 'is-three' : ''}>{formatNumber(seats.free, i18n.language)}</b>
      <span className="wall__of">
        {' '}
        {tone === 'last' ? (
          <Trans t={t} i18nKey="last" />
        ) : (
          <Trans t={t} i18nKey="freeOf" values={{ capacity: seats.capacity }} />
        )}
      </span>
    </>
  );
}
