import { defineConfig } from 'vitest/config';

/** Rules, machines and mails: nothing but functions, so no database is started for them alone. */
const pure =
  'test/**/{rules,machine,mails,input,config,fiscal-code,import-graph,budget,rights,contract,secrets,supply-chain,migrations,docs}*.test.ts';
/** Whole servers and browsers. */
const whole = ['test/start/**/*.test.ts', 'test/e2e/**/*.test.ts'];
/** Rushes on whole servers that something befalls: one at a time, or they would starve each other. */
const faults = 'test/faults/**/*.test.ts';
const soak = 'test/soak/**';

/**
 * Vite would give our own files graphql's ESM copy and its libraries the CommonJS one, as Node never does; two copies do
 * not know each other's errors.
 */
export const oneGraphql = [{ find: /^graphql$/, replacement: 'graphql/index.js' }];

export default defineConfig({
  resolve: { alias: oneGraphql },
  test: {
    pool: 'forks',
    maxWorkers: 2,
    // Half of a file's time was loading the same server again; no module of it keeps anything that another file meets.
    isolate: false,
    restoreMocks: true,
    unstubEnvs: true,
    setupFiles: ['test/kit/silence.ts'],
    projects: [
      {
        extends: true,
        test: { name: 'pure', include: [pure], exclude: [...whole, faults, soak], testTimeout: 30_000 },
      },
      {
        extends: true,
        test: {
          name: 'api',
          include: ['test/**/*.test.ts', 'client/src/**/*.test.{ts,tsx}'],
          exclude: [pure, ...whole, faults, soak],
          globalSetup: ['test/kit/global-setup.ts'],
          // Generous: a busy machine is slow, and nothing here measures time.
          testTimeout: 90_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'whole',
          include: whole,
          globalSetup: ['test/kit/global-setup.ts'],
          testTimeout: 240_000,
          hookTimeout: 240_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'faults',
          include: [faults],
          globalSetup: ['test/kit/global-setup.ts'],
          fileParallelism: false,
          testTimeout: 240_000,
          hookTimeout: 240_000,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
