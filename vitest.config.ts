import { defineConfig } from 'vitest/config';

const conditions = ['@loadcell/source', 'node', 'import', 'default'];
const resolve = { resolve: { conditions }, ssr: { resolve: { conditions } } };

/**
 * One config for every test: `unit` runs on sources, `timing` too but one file at a time, since it compares times,
 * `e2e` runs the built command, `hosts` does so on real servers, and `browser` looks at its reports in Chromium.
 */
export default defineConfig({
  ...resolve,
  test: {
    projects: [
      {
        ...resolve,
        test: {
          name: 'unit',
          include: ['packages/*/test/**/*.test.ts'],
          exclude: ['**/*.timing.test.ts'],
          maxWorkers: 2,
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        ...resolve,
        test: {
          name: 'timing',
          include: ['packages/*/test/**/*.timing.test.ts'],
          testTimeout: 60_000,
          fileParallelism: false,
        },
      },
      {
        ...resolve,
        test: {
          name: 'e2e',
          include: ['test/**/*.test.ts'],
          exclude: ['test/browser/**', 'test/hosts/**'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
      {
        ...resolve,
        test: {
          name: 'hosts',
          include: ['test/hosts/**/*.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
      {
        ...resolve,
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
