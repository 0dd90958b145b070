import { describe, expect, it } from 'vitest';
import { createStopper } from '#server/start/stopper.ts';

const forever = new Promise<never>(() => undefined);

describe('the order of stopping', () => {
  it('ends last what was started first, and reports success', async () => {
    const order: string[] = [];
    const stopper = createStopper(() => undefined);
    stopper.add(async () => order.push('database'));
    stopper.add(async () => order.push('application'));
    const code = stopper.run(Promise.resolve(), String);
    stopper.stop();
    expect(await code).toBe(0);
    expect(order).toEqual(['application', 'database']);
  });

  it('[OPS-04] gives a part that does not end its limit, and no more', async () => {
    const stopper = createStopper(() => undefined);
    let databaseStopped = false;
    stopper.add(async () => {
      databaseStopped = true;
    });
    stopper.add(() => forever, 50);
    const code = stopper.run(Promise.resolve(), String);
    stopper.stop();
    expect(await code).toBe(0);
    expect(databaseStopped).toBe(true);
  });

  it('no longer waits for what is running when asked twice', async () => {
    const stopper = createStopper(() => undefined);
    let hurried: boolean | null = null;
    stopper.add(async (hurry) => {
      hurried = hurry;
    });
    stopper.add(() => forever, 600_000);
    const code = stopper.run(Promise.resolve(), String);
    stopper.stop();
    stopper.stop();
    expect(await code).toBe(0);
    expect(hurried).toBe(true);
  });

  it('ends what stands when the start fails, says why, and reports failure', async () => {
    const said: string[] = [];
    const stopper = createStopper((text) => said.push(text));
    let databaseStopped = false;
    stopper.add(async () => {
      databaseStopped = true;
    });
    expect(await stopper.run(Promise.reject(new Error('no client')), (error) => (error as Error).message)).toBe(1);
    expect(said).toEqual(['no client']);
    expect(databaseStopped).toBe(true);
  });

  it('goes no further with a start that was interrupted, and does not call it a fault', async () => {
    const said: string[] = [];
    const stopper = createStopper((text) => said.push(text));
    const starting = (async () => {
      await Promise.resolve();
      stopper.check();
      said.push('went on');
    })();
    stopper.stop();
    expect(await stopper.run(starting, String)).toBe(0);
    expect(said).toEqual([]);
  });
});
