import { describe, expect, it } from 'vitest';
import { gatherReads } from '#server/platform/gather.ts';

function slowReader(atOnce: number) {
  const groups: number[][] = [];
  const finish: ((error?: Error) => void)[] = [];
  const read = gatherReads<number, string>({
    ...{ atOnce, most: 3 },
    read(keys) {
      groups.push([...keys]);
      return new Promise((resolve, reject) =>
        finish.push((error) => (error ? reject(error) : resolve(keys.map((key) => `value ${key}`)))),
      );
    },
  });
  return { read, groups, finish };
}

describe('reads that share the way', () => {
  it('a single one leaves at once; those that arrive meanwhile leave together, at most so many', async () => {
    const { read, groups, finish } = slowReader(1);
    const answers = [1, 2, 3, 4, 5].map((key) => read(key));
    expect(groups).toEqual([[1]]);
    finish[0]?.();
    expect(await answers[0]).toBe('value 1');
    expect(groups).toEqual([[1], [2, 3, 4]]);
    finish[1]?.();
    expect(await Promise.all(answers.slice(1, 4))).toEqual(['value 2', 'value 3', 'value 4']);
    finish[2]?.();
    expect(await answers[4]).toBe('value 5');
    const late = read(6);
    expect(groups.at(-1)).toEqual([6]);
    finish[3]?.();
    expect(await late).toBe('value 6');
  });

  it('never more under way than allowed', () => {
    const { read, groups } = slowReader(2);
    for (const key of [1, 2, 3, 4]) void read(key);
    expect(groups).toEqual([[1], [2]]);
  });

  it('a failure reaches those who were in it, and nobody else', async () => {
    const { read, finish } = slowReader(1);
    const [first, second] = [read(1), read(2)];
    finish[0]?.(new Error('lost'));
    await expect(first).rejects.toThrow('lost');
    finish[1]?.();
    expect(await second).toBe('value 2');
  });
});
