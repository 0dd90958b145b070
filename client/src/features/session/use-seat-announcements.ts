import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useAnnounce } from '../../lib/announcer.tsx';
import { type BookingWindowName, FEW_SEATS } from '../../lib/seat-view.ts';

const EVERY_MS = 10_000;

/** True when a change of the number is worth saying: to none, from none, or among the last few. */
export function isWorthSaying(before: number, after: number): boolean {
  return before !== after && (after <= FEW_SEATS || before === 0);
}

/** Says the number of seats when it matters, at most every ten seconds, and the moment booking opens. */
export function useSeatAnnouncements(free: number, window: BookingWindowName): void {
  const { t } = useTranslation('session');
  const announce = useAnnounce();
  const said = useRef(free);
  const saidAt = useRef(0);
  const windowBefore = useRef(window);

  useEffect(() => {
    if (windowBefore.current === 'NOT_OPEN' && window === 'OPEN') announce(t('opened'));
    windowBefore.current = window;
  }, [window, announce, t]);
  useEffect(() => {
    if (window !== 'OPEN' || !isWorthSaying(said.current, free)) return;
    const wait = Math.max(0, saidAt.current + EVERY_MS - performance.now());
    const timer = setTimeout(() => {
      saidAt.current = performance.now();
      said.current = free;
      announce(free === 0 ? t('common:seats.full') : t('seatsLeft', { count: free }));
    }, wait);
    return () => clearTimeout(timer);
  }, [free, window, announce, t]);
}
