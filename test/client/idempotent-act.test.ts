import { describe, expect, it } from 'vitest';
import { type ActEnvironment, type ActPhase, type Attempt, performOnce } from '../../client/src/lib/idempotent-act.ts';

function world(): { environment: ActEnvironment; slowNow: () => void } {
  let keys = 0;
  let tell = (): void => undefined;
  return {
    environment: {
      newKey: () => `key-${++keys}`,
      beforeRetry: async () => undefined,
      whenSlow: (callback) => {
        tell = callback;
        return () => {
          tell = () => undefined;
        };
      },
    },
    slowNow: () => tell(),
  };
}

describe('an act that must count once', () => {
  it('[LAB-08] carries the same key through every retry of a lost answer', async () => {
    const used: string[] = [];
    const answers: Attempt<string>[] = [{ known: false }, { known: false }, { known: true, outcome: 'booked' }];
    const phases: ActPhase[] = [];
    const { environment } = world();
    const outcome = await performOnce(
      {
        perform: async (key) => {
          used.push(key);
          return answers.shift() ?? { known: false };
        },
        onPhase: (phase) => phases.push(phase),
        isStopped: () => false,
      },
      environment,
    );
    expect(outcome).toBe('booked');
    expect(used).toEqual(['key-1', 'key-1', 'key-1']);
    expect(phases).toEqual(['sending', 'unknown', 'unknown', 'idle']);
  });

  it('[LAB-08] uses another key for another press', async () => {
    const used: string[] = [];
    const { environment } = world();
    const run = {
      perform: async (key: string): Promise<Attempt<string>> => {
        used.push(key);
        return { known: true, outcome: 'full' };
      },
      onPhase: () => undefined,
      isStopped: () => false,
    };
    await performOnce(run, environment);
    await performOnce(run, environment);
    expect(used).toEqual(['key-1', 'key-2']);
  });

  it('says when it takes long, and asks nothing more once the page is left', async () => {
    const phases: ActPhase[] = [];
    const { environment, slowNow } = world();
    let left = false;
    let attempts = 0;
    const outcome = await performOnce(
      {
        perform: async () => {
          attempts += 1;
          slowNow();
          left = true;
          return { known: false };
        },
        onPhase: (phase) => phases.push(phase),
        isStopped: () => left,
      },
      environment,
    );
    expect(outcome).toBeNull();
    expect(attempts).toBe(1);
    expect(phases).toEqual(['sending', 'slow']);
  });
});
