import { useState } from 'react';
import type { RecoveryPartsFragment } from '../../gql/graphql.ts';
import type { EndReason } from './recovery-end.tsx';

/** Where a page of a request stands, beyond what it read when it opened. */
export interface Turn {
  /** Taken in this page just now. */
  confirmed: RecoveryPartsFragment | null;
  end: { reason: EndReason; newerNumber: number | null } | null;
}

export function useTurn(): Turn & { set: (turn: Partial<Turn>) => void } {
  const [turn, setTurn] = useState<Turn>({ confirmed: null, end: null });
  return { ...turn, set: (next) => setTurn((before) => ({ ...before, ...next })) };
}
