import { useState } from 'react';
import type { FieldFault } from './error-summary.tsx';

export interface FormFaults {
  faults: readonly FieldFault[];
  /** Grows with every refused attempt, so that the summary takes the focus again for the same faults. */
  attempt: number;
  tell: (found: readonly FieldFault[]) => void;
}

/** What the last attempt of a form has to correct. */
export function useFormFaults(): FormFaults {
  const [state, setState] = useState<{ faults: readonly FieldFault[]; attempt: number }>({ faults: [], attempt: 0 });
  return { ...state, tell: (faults) => setState(({ attempt }) => ({ faults, attempt: attempt + 1 })) };
}
