import { useCallback, useEffect, useReducer, useRef } from 'react';
import { turnPage } from './wall-model.ts';

interface Position {
  page: number;
  paused: boolean;
  /** Grows with every turn, so that a turn by hand gives the page its whole time. */
  turn: number;
}

type Act = { kind: 'turn'; step: number; pages: number } | { kind: 'pause' };

function move(position: Position, act: Act): Position {
  if (act.kind === 'pause') return { ...position, paused: !position.paused };
  return { ...position, page: turnPage(position.page, act.step, act.pages), turn: position.turn + 1 };
}

export interface WallPages {
  page: number;
  paused: boolean;
}

/** Pages turn by themselves; P stops them, the arrows turn them by hand. */
export function useWallPages({
  pages,
  seconds,
  onPageEnd,
}: {
  pages: number;
  seconds: number;
  onPageEnd: () => void;
}): WallPages {
  const [position, act] = useReducer(move, { page: 0, paused: false, turn: 0 });
  const ended = useRef(onPageEnd);
  ended.current = onPageEnd;

  // biome-ignore lint/correctness/useExhaustiveDependencies: a turn by hand starts the page's time again
  useEffect(() => {
    if (position.paused) return;
    const timer = setTimeout(() => {
      ended.current();
      act({ kind: 'turn', step: 1, pages });
    }, seconds * 1000);
    return () => clearTimeout(timer);
  }, [position.paused, position.turn, pages, seconds]);

  const pressed = useCallback(
    (event: KeyboardEvent) => {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      if (event.key === 'p' || event.key === 'P') act({ kind: 'pause' });
      else if (event.key === 'ArrowRight') act({ kind: 'turn', step: 1, pages });
      else if (event.key === 'ArrowLeft') act({ kind: 'turn', step: -1, pages });
    },
    [pages],
  );
  useEffect(() => {
    window.addEventListener('keydown', pressed);
    return () => window.removeEventListener('keydown', pressed);
  }, [pressed]);

  return { page: Math.min(position.page, pages - 1), paused: position.paused };
}
