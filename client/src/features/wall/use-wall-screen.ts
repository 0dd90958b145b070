import { useEffect, useRef, useState } from 'react';
import { burnInShift } from './wall-model.ts';

const POINTER_REST_MS = 3_000;
const VERSION_EVERY_MS = 300_000;

/** True once the pointer has rested: nobody wants an arrow on a wall. */
export function usePointerAtRest(): boolean {
  const [resting, setResting] = useState(false);
  useEffect(() => {
    let timer = setTimeout(() => setResting(true), POINTER_REST_MS);
    function moved(): void {
      setResting(false);
      clearTimeout(timer);
      timer = setTimeout(() => setResting(true), POINTER_REST_MS);
    }
    window.addEventListener('pointermove', moved);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('pointermove', moved);
    };
  }, []);
  return resting;
}

/** Asks the browser to keep the screen on; it lets go when the page is hidden, so it is asked again. */
export function useScreenAwake(): void {
  useEffect(() => {
    let lock: WakeLockSentinel | null = null;
    let gone = false;
    async function ask(): Promise<void> {
      if (document.visibilityState !== 'visible' || !('wakeLock' in navigator)) return;
      try {
        lock = await navigator.wakeLock.request('screen');
        if (gone) await lock.release();
      } catch {
        // Refused by the browser or the power settings: the wall works all the same.
      }
    }
    const again = (): void => void ask();
    again();
    document.addEventListener('visibilitychange', again);
    return () => {
      gone = true;
      document.removeEventListener('visibilitychange', again);
      void lock?.release();
    };
  }, []);
}

export function useBurnInShift(): { x: number; y: number } {
  const started = useRef(performance.now());
  const [shift, setShift] = useState(() => burnInShift(0));
  useEffect(() => {
    const timer = setInterval(() => setShift(burnInShift(performance.now() - started.current)), 10_000);
    return () => clearInterval(timer);
  }, []);
  return shift;
}

function entryOf(html: Document): string | null {
  return html.querySelector('script[type="module"][src]')?.getAttribute('src') ?? null;
}

/** True once the server hands out another build than the one that runs here. */
export function useNewVersion(): boolean {
  const [isNew, setIsNew] = useState(false);
  useEffect(() => {
    const running = entryOf(document);
    async function look(): Promise<void> {
      try {
        const answer = await fetch('/', { cache: 'no-store' });
        if (!answer.ok) return;
        const served = entryOf(new DOMParser().parseFromString(await answer.text(), 'text/html'));
        if (running !== null && served !== null && served !== running) setIsNew(true);
      } catch {
        // No answer now: the next look will do.
      }
    }
    const timer = setInterval(() => void look(), VERSION_EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  return isNew;
}
