import type { ReactElement } from 'react';
import type { RowTone } from './wall-model.ts';

export type WallShape = RowTone | 'before';

// Filled shapes of its own: the outlined icons of the sprite blur at five metres.
const PATHS: Record<WallShape, string> = {
  free: 'M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20Zm-1.3 14.6-4.4-4.3 1.7-1.7 2.7 2.6 5.4-5.3 1.7 1.7Z',
  few: 'M12 2 1.5 21h21Zm-1.2 7h2.4v6h-2.4Zm0 7.2h2.4v2.4h-2.4Z',
  last: 'M12 2 1.5 21h21Zm-1.2 7h2.4v6h-2.4Zm0 7.2h2.4v2.4h-2.4Z',
  full: 'M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20ZM6.5 10.7h11v2.6h-11Z',
  cancelled:
    'M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20Zm4.9 13.2-1.7 1.7-3.2-3.2-3.2 3.2-1.7-1.7 3.2-3.2-3.2-3.2 1.7-1.7 3.2 3.2 3.2-3.2 1.7 1.7-3.2 3.2Z',
  before: 'M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20Zm4.6 13.9-5.8-3.4V6h2.4v5.1l4.6 2.7Z',
};

export function Shape({ of }: { of: WallShape }): ReactElement {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path fillRule="evenodd" d={PATHS[of]} />
    </svg>
  );
}
