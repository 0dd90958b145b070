import { type ReactElement, useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient } from 'urql';
import { type Proof, solveSecurityCheck } from '../lib/security-check.ts';
import { serverClock } from '../lib/server-clock.ts';
import { Icon } from './icon.tsx';

export type SecurityCheckState = 'working' | 'done' | 'failed';

export interface SecurityCheckHold {
  state: SecurityCheckState;
  /** The proof, once: waits while it is made, and begins another for the next act. null when it failed. */
  take(): Promise<string | null>;
  retry(): void;
}

// A proof about to expire would be refused on its way.
const MARGIN_MS = 30_000;

function isFresh({ expiresAt }: Proof): boolean {
  const now = serverClock.now();
  return now === null || Date.parse(expiresAt) - MARGIN_MS > now;
}

/** The automatic check that stands in place of pictures (DEC-09): it works by itself from the moment the page opens. */
export function useSecurityCheck(): SecurityCheckHold {
  const client = useClient();
  const [state, setState] = useState<SecurityCheckState>('working');
  const work = useRef<Promise<Proof | null> | null>(null);
  const controller = useRef(new AbortController());

  const begin = useCallback((): Promise<Proof | null> => {
    const mine = controller.current;
    const tell = (next: SecurityCheckState): void => {
      if (!mine.signal.aborted) setState(next);
    };
    tell('working');
    const made = solveSecurityCheck(client, mine).then(
      (proof) => {
        if (proof) tell('done');
        return proof;
      },
      () => {
        tell('failed');
        return null;
      },
    );
    work.current = made;
    return made;
  }, [client]);

  useEffect(() => {
    controller.current = new AbortController();
    void begin();
    return () => controller.current.abort();
  }, [begin]);

  const take = useCallback(async (): Promise<string | null> => {
    const ready = (await work.current) ?? (await begin());
    const proof = ready && !isFresh(ready) ? await begin() : ready;
    if (proof) void begin();
    return proof?.proof ?? null;
  }, [begin]);
  const retry = useCallback(() => void begin(), [begin]);
  return { state, take, retry };
}

/** Says how the check goes; there is nothing to do but to try again when it failed. */
export function SecurityCheck({ check }: { check: SecurityCheckHold }): ReactElement {
  const { t } = useTranslation('password');
  const { state, retry } = check;
  return (
    <div className={`sp-note sp-proof ${state === 'failed' ? 'sp-note--error' : ''}`}>
      <p role="status">
        <Icon name={state === 'done' ? 'check-circle' : state === 'failed' ? 'error' : 'clock'} />
        {t(`check.${state}`)}
      </p>
      {state === 'failed' && (
        <button type="button" className="sp-linkbtn" onClick={retry}>
          {t('check.retry')}
        </button>
      )}
    </div>
  );
}
