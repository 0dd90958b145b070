/** One attempt of an act: answered, or nobody knows what became of it. */
export type Attempt<Outcome> = { known: true; outcome: Outcome } | { known: false };

export type ActPhase = 'idle' | 'sending' | 'slow' | 'unknown';

export interface ActEnvironment {
  newKey: () => string;
  /** Resolves when another attempt makes sense: after a pause, or when the network is back. */
  beforeRetry: (attempt: number) => Promise<void>;
  /** Calls back when an attempt takes longer than usual; answers how to stop waiting. */
  whenSlow: (tell: () => void) => () => void;
}

interface Run<Outcome> {
  perform: (key: string) => Promise<Attempt<Outcome>>;
  onPhase: (phase: ActPhase) => void;
  isStopped: () => boolean;
}

/**
 * Performs an act that must count once: every attempt of one act carries the same key, and it is repeated until the
 * answer is known. Answers null when the page is left before that.
 */
export async function performOnce<Outcome>(
  { perform, onPhase, isStopped }: Run<Outcome>,
  environment: ActEnvironment,
): Promise<Outcome | null> {
  const key = environment.newKey();
  onPhase('sending');
  for (let attempt = 0; !isStopped(); attempt += 1) {
    const stopWaiting = environment.whenSlow(() => {
      if (attempt === 0) onPhase('slow');
    });
    const result = await perform(key);
    stopWaiting();
    if (isStopped()) return null;
    if (result.known) {
      onPhase('idle');
      return result.outcome;
    }
    onPhase('unknown');
    await environment.beforeRetry(attempt);
  }
  return null;
}
