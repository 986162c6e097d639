import { defineConfig } from 'vitest/config';
import { LongFirst } from './test/long-first.ts';

const conditions = ['@loadcell/source', 'node', 'import', 'default'];
const resolve = { resolve: { conditions }, ssr: { resolve: { conditions } } };

/**
 * The packages as they are built, for tests that run the built command: each file has modules of its own, and takes 2 s of
 * CPU time less than with the sources.
 */
const built = ['node', 'import', 'default'];
const resolveBuilt = { resolve: { conditions: built }, ssr: { resolve: { conditions: built } } };
const BUILT_FILES = /\/packages\/\w+\/dist\//;

/** Ends a test or hook that hangs, of functions and of whole programs. It judges no speed: a starved machine is many times slower. */
const HANG_MS = 300_000;
const PROGRAM_HANG_MS = 600_000;

/** Modules are loaded once per worker, and not once per file, which takes 2 s of CPU time. They hold no state. */
const shared = { isolate: false };

/** Tests that read the memory of their own process, in which another file's garbage would be freed: each has a process. */
const OWN_MEMORY = [
  'packages/native/test/**/*.system.test.ts',
  'packages/core/test/{collector,merge,profile,record,runner,spec}/**/*.system.test.ts',
  'packages/core/test/{fleet/watch,target/engine}/**/*.system.test.ts',
];

/** Waits of `expect.poll`, which otherwise give up after a second. */
const patient = { expect: { poll: { timeout: 60_000 } } };

const ofSources = {
  ...patient,
  ...shared,
  maxWorkers: 2,
  testTimeout: HANG_MS,
  hookTimeout: HANG_MS,
};

/**
 * One config for every test. On sources: `unit` is functions and fakes, `system` has real processes, threads, sockets or
 * the addon, `memory` is those of them that read their own memory, and `simulation` counts how often a statistic is wrong.
 * `e2e` runs the built command, `hosts` does so on real servers, `packages` installs what ships, `container` builds the
 * image, `fleet` joins machines made of namespaces, `kubernetes` checks manifests, and `browser` looks at reports in
 * Chromium. What needs a quiet machine is measured by `bench/`.
 */
export default defineConfig({
  ...resolve,
  test: {
    sequence: { sequencer: LongFirst },
    projects: [
      {
        ...resolve,
        test: {
          name: 'unit',
          include: ['packages/*/test/**/*.test.ts', 'test/unit/**/*.test.ts'],
          exclude: ['**/*.system.test.ts', '**/*.simulation.test.ts'],
          setupFiles: ['test/unit/refuse-system.ts'],
          ...ofSources,
        },
      },
      {
        ...resolve,
        test: {
          name: 'system',
          include: ['packages/*/test/**/*.system.test.ts'],
          exclude: OWN_MEMORY,
          ...ofSources,
        },
      },
      {
        ...resolve,
        test: { name: 'memory', include: OWN_MEMORY, ...ofSources, isolate: true },
      },
      {
        ...resolve,
        test: {
          name: 'simulation',
          include: ['packages/*/test/**/*.simulation.test.ts'],
          ...ofSources,
        },
      },
      {
        ...resolveBuilt,
        test: {
          name: 'e2e',
          server: { deps: { external: [BUILT_FILES] } },
          include: ['test/**/*.test.ts'],
          exclude: [
            'test/browser/**',
            'test/container/**',
            'test/fleet/**',
            'test/hosts/**',
            'test/kubernetes/**',
            'test/packaging/**',
            'test/unit/**',
          ],
          ...patient,
          ...shared,
          testTimeout: PROGRAM_HANG_MS,
          hookTimeout: PROGRAM_HANG_MS,
          // Many of these tests wait, and none has the machine to itself: three files fill two cores.
          maxWorkers: 3,
        },
      },
      {
        ...resolve,
        test: {
          name: 'hosts',
          include: ['test/hosts/**/*.test.ts'],
          ...patient,
          ...shared,
          testTimeout: PROGRAM_HANG_MS,
          hookTimeout: PROGRAM_HANG_MS,
          fileParallelism: false,
        },
      },
      {
        ...resolve,
        test: {
          name: 'fleet',
          include: ['test/fleet/**/*.test.ts'],
          ...patient,
          ...shared,
          testTimeout: PROGRAM_HANG_MS,
          hookTimeout: PROGRAM_HANG_MS,
          maxWorkers: 2,
        },
      },
      {
        ...resolve,
        test: {
          name: 'kubernetes',
          include: ['test/kubernetes/**/*.test.ts'],
          ...patient,
          testTimeout: PROGRAM_HANG_MS,
          hookTimeout: PROGRAM_HANG_MS,
        },
      },
      {
        ...resolve,
        test: {
          name: 'packages',
          include: ['test/packaging/**/*.test.ts'],
          // A consumer's test, which runs where the packages are installed.
          exclude: ['test/packaging/fixtures/**'],
          ...patient,
          testTimeout: PROGRAM_HANG_MS,
          hookTimeout: PROGRAM_HANG_MS,
          maxWorkers: 2,
        },
      },
      {
        ...resolve,
        test: {
          name: 'container',
          include: ['test/container/**/*.test.ts'],
          ...patient,
          testTimeout: PROGRAM_HANG_MS,
          hookTimeout: PROGRAM_HANG_MS,
        },
      },
      {
        ...resolve,
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          ...patient,
          testTimeout: PROGRAM_HANG_MS,
          hookTimeout: PROGRAM_HANG_MS,
          maxWorkers: 2,
        },
      },
    ],
  },
});
