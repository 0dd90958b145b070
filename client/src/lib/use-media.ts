import { useSyncExternalStore } from 'react';

/** Follows a media query; for what is another component, not another style, on a phone. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (redraw) => {
      const list = window.matchMedia(query);
      list.addEventListener('change', redraw);
      return () => list.removeEventListener('change', redraw);
    },
    () => window.matchMedia(query).matches,
  );
}

export const PHONE = '(max-width: 991px)';
