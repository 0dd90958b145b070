import { useCallback, useState } from 'react';
import type { FieldFault } from '../../components/error-summary.tsx';

interface Form {
  faults: readonly FieldFault[];
  attempt: number;
  sending: boolean;
  /** The fault of a field; null when it has none. */
  of: (field: string) => string | null;
  clear: () => void;
  /** Sends once at a time; what it answers is what has to be corrected. */
  submit: (send: () => Promise<readonly FieldFault[]>) => Promise<void>;
}

/** The state of a form that is being filled in. */
export function useForm(): Form {
  const [faults, setFaults] = useState<readonly FieldFault[]>([]);
  const [attempt, setAttempt] = useState(0);
  const [sending, setSending] = useState(false);
  const clear = useCallback(() => setFaults([]), []);

  async function submit(send: () => Promise<readonly FieldFault[]>): Promise<void> {
    if (sending) return;
    setFaults([]);
    setSending(true);
    const found = await send();
    setSending(false);
    setFaults(found);
    if (found.length > 0) setAttempt((before) => before + 1);
  }
  const of = (field: string): string | null =>
    faults
      .filter((fault) => fault.field === field)
      .map(({ message }) => message)
      .join(' ') || null;
  return { faults, attempt, sending, of, clear, submit };
}

/** A fault of the whole form. */
export function wholeFault(message: string): FieldFault[] {
  return [{ field: null, message }];
}
