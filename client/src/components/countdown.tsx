import { type ReactElement, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useAnnounce } from '../lib/announcer.tsx';
import { formatHoursMinutes, formatMinutes, type Remaining, remaining } from '../lib/format.ts';
import { useServerNow } from '../lib/use-server-now.ts';

interface CountdownProps {
  until: string;
  /** 'clock' mm:ss or hh:mm:ss; 'words' says days and hours while they are many, and the clock in the last hour. */
  shape?: 'clock' | 'words';
  className?: string;
  /** Spoken at 10, 5 and 1 minutes and at 10 seconds; lists of countdowns stay silent. */
  spoken?: boolean;
  onEnd?: () => void;
}

const SPOKEN_SECONDS = [600, 300, 60, 10];

/** Time left by the server's clock, in figures of equal width. */
export function Countdown({
  until,
  shape = 'clock',
  className = '',
  spoken = false,
  onEnd,
}: CountdownProps): ReactElement {
  const { t } = useTranslation();
  const announce = useAnnounce();
  const nowMs = useServerNow();
  const untilMs = Date.parse(until);
  const left = nowMs === null ? null : remaining(untilMs, nowMs);
  const seconds = left === null ? null : left.seconds + 60 * (left.minutes + 60 * (left.hours + 24 * left.days));
  const ended = useRef(false);

  useEffect(() => {
    if (seconds === null) return;
    if (seconds > 0) ended.current = false;
    if (seconds === 0 && !ended.current) {
      ended.current = true;
      onEnd?.();
    }
    if (spoken && SPOKEN_SECONDS.includes(seconds)) {
      announce(
        seconds >= 60
          ? t('countdown.minutesLeft', { count: seconds / 60 })
          : t('countdown.secondsLeft', { count: seconds }),
      );
    }
  }, [seconds, spoken, announce, t, onEnd]);

  if (left === null) return <span className={className}>…</span>;
  return (
    <span role="timer" className={`sp-num ${className}`} aria-label={spokenTime(left, t)}>
      {shape === 'words' ? inWords(left, t) : inFigures(left)}
    </span>
  );
}

type Translate = ReturnType<typeof useTranslation>['t'];

function inFigures(left: Remaining): string {
  return left.days + left.hours > 0 ? formatHoursMinutes(left) : formatMinutes(left);
}

function inWords(left: Remaining, t: Translate): string {
  if (left.days > 0)
    return t('countdown.and', {
      first: t('countdown.days', { count: left.days }),
      second: t('countdown.hours', { count: left.hours }),
    });
  if (left.hours > 0)
    return t('countdown.and', {
      first: t('countdown.hours', { count: left.hours }),
      second: t('countdown.minutes', { count: left.minutes }),
    });
  return formatHoursMinutes(left);
}

function spokenTime(left: Remaining, t: Translate): string {
  if (left.days + left.hours > 0) return inWords(left, t);
  return t('countdown.and', {
    first: t('countdown.minutes', { count: left.minutes }),
    second: t('countdown.seconds', { count: left.seconds }),
  });
}
