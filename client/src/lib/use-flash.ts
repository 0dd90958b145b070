import { useEffect, useRef, useState } from 'react';

const FLASH_MS = 1200;

/** The class of a value that changed just now; empty the rest of the time and at first. */
export function useFlash(value: unknown): string {
  const before = useRef(value);
  const [on, setOn] = useState(false);
  useEffect(() => {
    if (Object.is(before.current, value)) return;
    before.current = value;
    setOn(true);
    const timer = setTimeout(() => setOn(false), FLASH_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return on ? 'sp-flash' : '';
}
