import { type ReactElement, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient, useQuery } from 'urql';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { LiveStatus } from '../../components/live-status.tsx';
import { failureText } from '../../components/pages.tsx';
import { Seats } from '../../components/seats.tsx';
import { Bone, Skeleton } from '../../components/skeleton.tsx';
import { graphql } from '../../gql/index.ts';
import { formatDay, formatDayTime } from '../../lib/format.ts';
import { failureOf } from '../../lib/graphql.ts';
import { venueWords } from '../../lib/provinces.ts';
import { seatKind, windowNow } from '../../lib/seat-view.ts';
import { serverClock } from '../../lib/server-clock.ts';
import { useAct } from '../../lib/use-act.ts';
import { seatsNow, useAvailability } from '../../lib/use-availability.ts';
import { useViewer } from '../../lib/viewer.tsx';
import type { SessionRow } from '../catalogue/catalogue-data.ts';
import { ActState } from './act-state.tsx';
import { type Booking, CHANGE_BOOKING } from './booking-data.ts';
import { refusalText } from './refusal.ts';

const ALTERNATIVES = graphql(`
  query Alternatives($code: String!) {
    serverTime
    lab(code: $code) { id sessions { ...SessionRow } }
  }
`);

interface ChangeDialogProps {
  booking: Booking | null;
  onClose: () => void;
  onChanged: (booking: Booking) => void;
}

/** Another date of the same lab, chosen among live ones; the old seat is left only for the new one. */
export function ChangeDialog({ booking, onClose, onChanged }: ChangeDialogProps): ReactElement {
  const { t } = useTranslation('bookings');
  return (
    <Dialog open={booking !== null} title={t('change.title')} onClose={onClose}>
      {booking && <ChangeBody booking={booking} onChanged={onChanged} />}
    </Dialog>
  );
}

function ChangeBody({ booking, onChanged }: { booking: Booking; onChanged: (booking: Booking) => void }): ReactElement {
  const { t, i18n } = useTranslation('bookings');
  const { office } = useViewer();
  const [{ data, error }, read] = useQuery({
    query: ALTERNATIVES,
    variables: { code: booking.session.lab.code },
    requestPolicy: 'network-only',
  });
  const { phase, act } = useAct(CHANGE_BOOKING);
  const [refused, setRefused] = useState<string | null>(null);

  async function change(toSessionId: string): Promise<void> {
    setRefused(null);
    const outcome = await act((idempotencyKey) => ({ input: { bookingId: booking.id, toSessionId, idempotencyKey } }));
    if (!outcome) return;
    if (outcome.failure) return setRefused(failureText(outcome.failure, t));
    const { changeBooking: result } = outcome.data;
    if (result.__typename === 'ChangeBookingSuccess') onChanged(result.booking);
    else setRefused(refusalText(result, t, i18n.language, office?.name ?? ''));
  }
  if (error && !data)
    return (
      <div className="sp-note sp-note--error" role="alert">
        <p>{failureText(failureOf({ error }), t)}</p>
        <Button kind="outline-primary" onClick={() => read()}>
          {t('common:retry')}
        </Button>
      </div>
    );
  return (
    <>
      <p>
        {t('change.now')} <b>{formatDayTime(booking.session.startsAt, i18n.language)}</b>. {t('change.rule')}
      </p>
      {refused && (
        <p className="sp-note sp-note--error" role="alert">
          {refused}
        </p>
      )}
      <ActState phase={phase} />
      {data ? (
        <AlternativeList
          sessions={data.lab?.sessions ?? []}
          currentId={booking.session.id}
          sending={phase !== 'idle'}
          onChoose={(id) => void change(id)}
          code={booking.session.lab.code}
        />
      ) : (
        <Skeleton>
          <Bone className="sp-skel--line" />
          <Bone className="sp-skel--line" />
        </Skeleton>
      )}
    </>
  );
}

interface AlternativeListProps {
  sessions: readonly SessionRow[];
  currentId: string;
  sending: boolean;
  onChoose: (id: string) => void;
  code: string;
}

function AlternativeList({ sessions, currentId, sending, onChoose, code }: AlternativeListProps): ReactElement {
  const { t, i18n } = useTranslation('bookings');
  const client = useClient();
  const others = useMemo(
    () => sessions.filter(({ id, myBooking }) => id !== currentId && !myBooking),
    [sessions, currentId],
  );
  const { seats: liveSeats, live } = useAvailability({
    ids: useMemo(() => others.map(({ id }) => id), [others]),
    // The answer reaches useQuery too: it is the same question.
    poll: async () => {
      const answer = await client.query(ALTERNATIVES, { code }, { requestPolicy: 'network-only' }).toPromise();
      return answer.data?.serverTime ?? null;
    },
  });
  const [chosen, setChosen] = useState<string | null>(null);
  const open = others
    .map((session) => ({ session, seats: seatsNow(session.seats, liveSeats) }))
    .filter(({ session, seats }) => {
      const { opensAt, closesAt } = session.lab.campaign;
      const facts = {
        bookingState: session.bookingState,
        cancelled: seats.state === 'CANCELLED',
        opensAt,
        closesAt,
        startsAt: session.startsAt,
      };
      return windowNow(facts, serverClock.now()) === 'OPEN';
    });
  if (open.length === 0) return <p className="sp-note">{t('change.none')}</p>;
  return (
    <>
      <LiveStatus live={live} />
      <ul className="sp-alts">
        {open.map(({ session, seats }) => (
          <li key={session.id}>
            <div>
              <b>{formatDayTime(session.startsAt, i18n.language)}</b>
              <br />
              <span className="sp-small sp-muted">{venueWords(session.venue)}</span>
              <Seats
                seats={seats}
                kind={seatKind(seats, 'OPEN', live.kind === 'stale' || live.kind === 'offline')}
                atMs={live.atMs}
                compact
              />
            </div>
            {seats.free > 0 && (
              <Button
                kind="outline-primary"
                sending={sending ? (chosen === session.id ? t('change.sending') : '…') : null}
                onClick={() => {
                  setChosen(session.id);
                  onChoose(session.id);
                }}
              >
                {t('change.choose')}
                <span className="visually-hidden">: {formatDay(session.startsAt, i18n.language)}</span>
              </Button>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
