import { defineConfig } from 'vitest/config';

const report = process.env['MEKHANIKUBE_TEST_REPORT'];

export default defineConfig({
  test: {
    reporters: report === undefined ? ['default'] : ['default', ['json', { outputFile: report }]],
    testTimeout: 30_000,
    hookTimeout: 120_000,
    globalSetup: ['test/support/build.ts'],
    setupFiles: ['test/support/property-seed.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'offline',
          // Nothing waits for anything here: each core is of use.
          maxWorkers: '100%',
          include: ['test/**/*.test.ts'],
          exclude: ['test/cluster/**', 'test/model/**', 'test/compose/**', 'test/browser/**'],
        },
      },
      {
        extends: true,
        test: {
          name: 'cluster',
          include: ['test/cluster/*.test.ts'],
          globalSetup: ['test/support/cluster.ts'],
          // One cluster, and each file changes it. The rest runs before, as waiting for controllers is no use to it.
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          // A page that is looked at while everything else runs is slow.
          testTimeout: 120_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'repair',
          include: ['test/cluster/remedy/*.test.ts'],
          globalSetup: ['test/support/cluster.ts'],
          // Each file has namespaces of its own, and most of its time passes while pods start.
          maxWorkers: 3,
          sequence: { groupOrder: 3 },
        },
      },
      {
        extends: true,
        test: {
          name: 'model',
          include: ['test/model/**/*.test.ts'],
          globalSetup: ['test/support/model.ts'],
          // One small server, which answers one at a time; its tests fill the time in which those of the cluster wait.
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'compose',
          include: ['test/compose/**/*.test.ts'],
          globalSetup: ['test/support/cluster.ts', 'test/support/engine.ts'],
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
