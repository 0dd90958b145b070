import { Fragment, type ReactElement, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Field } from '../../components/field.tsx';
import { LiveStatus } from '../../components/live-status.tsx';
import { SeatBlocks, seatTone } from '../../components/seats.tsx';
import { formatDateBlock, formatNumber, formatTime } from '../../lib/format.ts';
import { venueWords } from '../../lib/provinces.ts';
import { seatKind } from '../../lib/seat-view.ts';
import type { LiveView } from '../../lib/use-live-feed.ts';
import { useServerNow } from '../../lib/use-server-now.ts';

export interface OfficeSession {
  id: string;
  number: number;
  startsAt: string;
  state: 'SCHEDULED' | 'CANCELLED';
  venue: { name: string; municipality: string; province: string };
  seats: { capacity: number; free: number; waiting: number };
  lab: { code: string; title: string };
}

interface SessionsTableProps {
  sessions: readonly OfficeSession[];
  /** Null for a draft, whose numbers nobody can change yet. */
  live: LiveView | null;
  changedAt: ReadonlyMap<string, number>;
}

const CHANGED_MS = 3_000;
const COLUMNS = ['code', 'lab', 'when', 'where', 'seats'] as const;
const NUMBERS = ['capacity', 'taken', 'free', 'waiting'] as const;

/** Every session of the campaign with its numbers, live. */
export function SessionsTable({ sessions, live, changedAt }: SessionsTableProps): ReactElement {
  const { t } = useTranslation('office');
  const [text, setText] = useState('');
  useServerNow(1000);
  const shown = sessions.filter((session) => matches(session, text));
  if (sessions.length === 0)
    return (
      <p className="sp-note">
        {t('noSessions')} <Link to="/assistenza">{t('common:foot.help')}</Link>
      </p>
    );
  return (
    <>
      <div className="of-tools">
        <Field
          id="cerca"
          type="search"
          label={t('filter')}
          value={text}
          autoComplete="off"
          onChange={(event) => setText(event.target.value)}
        />
        <Totals sessions={shown} />
        <div className="of-push">{live && <LiveStatus live={live} />}</div>
      </div>
      {shown.length === 0 ? (
        <p className="sp-note">{t('noMatch', { text })}</p>
      ) : (
        <table className="of-table">
          <caption className="visually-hidden">{t('tab.sessions')}</caption>
          <thead>
            <tr>
              {COLUMNS.map((column) => (
                <th key={column} scope="col">
                  {t(`col.${column}`)}
                </th>
              ))}
              {NUMBERS.map((column) => (
                <th key={column} scope="col" className="is-number">
                  {t(`col.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((session) => (
              <Row
                key={session.id}
                session={session}
                isPublic={live !== null}
                stale={live?.kind === 'stale' || live?.kind === 'offline'}
                changed={performance.now() - (changedAt.get(session.id) ?? Number.NEGATIVE_INFINITY) < CHANGED_MS}
              />
            ))}
          </tbody>
        </table>
      )}
      <p className="sp-small sp-muted mt-3">{t('takenMeans')}</p>
    </>
  );
}

interface RowProps {
  session: OfficeSession;
  /** A draft has no public page to lead to. */
  isPublic: boolean;
  stale: boolean;
  changed: boolean;
}

function Row({ session, isPublic, stale, changed }: RowProps): ReactElement {
  const { t, i18n } = useTranslation('office');
  const { weekday, day, month } = formatDateBlock(session.startsAt, i18n.language);
  const cancelled = session.state === 'CANCELLED';
  const { capacity, free, waiting } = session.seats;
  const values = { capacity, taken: capacity - free, free, waiting };
  return (
    <tr className={changed ? 'is-changed' : ''}>
      <td data-label={t('col.code')} className="of-code">
        {session.lab.code}/{session.number}
      </td>
      <th scope="row">
        {isPublic ? (
          <Link to={`/laboratori/${session.lab.code}/incontri/${session.number}`}>{session.lab.title}</Link>
        ) : (
          session.lab.title
        )}
      </th>
      <td data-label={t('col.when')} className="of-nowrap">
        {`${weekday} ${day} ${month} ${formatTime(session.startsAt, i18n.language)}`}
      </td>
      <td data-label={t('col.where')}>{venueWords(session.venue)}</td>
      <td data-label={t('col.seats')}>
        {cancelled ? (
          t('cancelled')
        ) : (
          <div className={`sp-seats ${seatTone(seatKind(session.seats, 'OPEN', stale))}`}>
            <SeatBlocks free={free} capacity={capacity} />
          </div>
        )}
      </td>
      {NUMBERS.map((name) => (
        <td key={name} data-label={t(`col.${name}`)} className="is-number">
          {cancelled && name !== 'capacity' ? '–' : formatNumber(values[name], i18n.language)}
        </td>
      ))}
    </tr>
  );
}

/** What the rows on screen come to. */
function Totals({ sessions }: { sessions: readonly OfficeSession[] }): ReactElement {
  const { t, i18n } = useTranslation('office');
  const held = sessions.filter(({ state }) => state === 'SCHEDULED').map(({ seats }) => seats);
  const sum = (of: (seats: OfficeSession['seats']) => number): number =>
    held.reduce((total, seats) => total + of(seats), 0);
  const figures = {
    sessions: held.length,
    taken: sum(({ capacity, free }) => capacity - free),
    free: sum(({ free }) => free),
    waiting: sum(({ waiting }) => waiting),
  };
  return (
    <p className="mb-0">
      {(['sessions', 'taken', 'free', 'waiting'] as const).map((name, index) => (
        <Fragment key={name}>
          {index > 0 && ' · '}
          {t(`col.${name}`)} <b>{formatNumber(figures[name], i18n.language)}</b>
        </Fragment>
      ))}
    </p>
  );
}

function matches({ lab, venue }: OfficeSession, text: string): boolean {
  const wanted = text.trim().toLocaleLowerCase('it');
  return [lab.title, lab.code, venue.name, venue.municipality, venue.province].some((word) =>
    word.toLocaleLowerCase('it').includes(wanted),
  );
}
