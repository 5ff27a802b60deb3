import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Tests against a real cluster wait for real controllers.
    testTimeout: 30_000,
    hookTimeout: 120_000,
  },
});
