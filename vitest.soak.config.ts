import { defineConfig } from 'vitest/config';
import { oneGraphql } from './vitest.config.ts';

/** What takes longer than half a minute: `npm run soak`. */
export default defineConfig({
  resolve: { alias: oneGraphql },
  test: {
    name: 'soak',
    include: ['test/soak/**/*.test.ts'],
    globalSetup: ['test/kit/global-setup.ts'],
    setupFiles: ['test/kit/silence.ts'],
    pool: 'forks',
    fileParallelism: false,
    passWithNoTests: true,
    testTimeout: 900_000,
    hookTimeout: 120_000,
  },
});
