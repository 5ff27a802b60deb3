import { defineConfig } from 'vitest/config';

const report = process.env['MEKHANIKUBE_TEST_REPORT'];

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    reporters: report === undefined ? ['default'] : ['default', ['json', { outputFile: report }]],
    // Tests against a real cluster wait for real controllers.
    testTimeout: 30_000,
    hookTimeout: 120_000,
  },
});
