import { it } from 'vitest';
import { randomActs } from '#test/races/random-acts.ts';

it('[FLT-03] [FLT-10] 10,000 random acts of 200 people on 20 sessions add up', { timeout: 600_000 }, async () => {
  await randomActs({ seed: Date.now() % 1_000_000, people: 200, sessions: 20, capacity: 8, rounds: 250, atOnce: 40 });
});
