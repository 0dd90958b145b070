import {
  createContext,
  type ReactElement,
  type ReactNode,
  use,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { createAnnouncements } from './announcements.ts';

const AnnounceContext = createContext<(text: string) => void>(() => undefined);

/** Says a sentence to assistive technology without moving focus. */
export function useAnnounce(): (text: string) => void {
  return use(AnnounceContext);
}

/** The one polite region of the page, fed by a queue. */
export function AnnouncerProvider({ children }: { children: ReactNode }): ReactElement {
  const [text, setText] = useState('');
  const queue = useRef(createAnnouncements());
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const flush = useCallback(() => {
    const next = queue.current.take(performance.now());
    if (next.text !== null) setText(next.text);
    clearTimeout(timer.current);
    if (next.waitMs !== null) timer.current = setTimeout(flush, next.waitMs);
  }, []);
  const announce = useCallback(
    (sentence: string) => {
      queue.current.add(sentence);
      flush();
    },
    [flush],
  );
  useEffect(() => () => clearTimeout(timer.current), []);
  const value = useMemo(() => announce, [announce]);

  return (
    <AnnounceContext value={value}>
      {children}
      <div role="status" className="visually-hidden" id="annunci">
        {text}
      </div>
    </AnnounceContext>
  );
}
