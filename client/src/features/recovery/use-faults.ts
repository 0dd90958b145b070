import { useCallback, useState } from 'react';
import type { FieldFault } from '../../components/error-summary.tsx';

interface Faults {
  faults: readonly FieldFault[];
  attempt: number;
  tell(faults: readonly FieldFault[]): void;
  clear(): void;
  of(field: string): string | null;
}

/** What is to be corrected in a form, and how often it was told. */
export function useFaults(): Faults {
  const [{ faults, attempt }, set] = useState<{ faults: readonly FieldFault[]; attempt: number }>({
    faults: [],
    attempt: 0,
  });
  const tell = useCallback(
    (found: readonly FieldFault[]) => set((before) => ({ faults: found, attempt: before.attempt + 1 })),
    [],
  );
  const clear = useCallback(() => set((before) => ({ ...before, faults: [] })), []);
  const of = (field: string): string | null =>
    faults
      .filter((fault) => fault.field === field)
      .map(({ message }) => message)
      .join(' ') || null;
  return { faults, attempt, tell, clear, of };
}
