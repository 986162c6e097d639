/**
 * Test files that take long and are small. Without records of earlier runs, vitest starts the largest files first, and
 * each of these would be among the last ones for a minute or two.
 */
export const LONG_FILES: readonly string[] = [
  'test/bench/wire.test.ts',
  'test/bench/sampler.test.ts',
  'test/bench/live.test.ts',
  'test/bench/fleet.test.ts',
  'test/bench/decided.test.ts',
  'test/e2e/record/programs.test.ts',
  'test/e2e/examples/configurations.test.ts',
  'test/e2e/default-run.test.ts',
];
