/**
 * Test files that take long and are small. Without records of earlier runs, vitest starts the largest files first, and
 * each of these would be the last one for a minute or two.
 */
export const LONG_FILES: readonly string[] = [
  'test/bench/wire.test.ts',
  'test/bench/sampler.test.ts',
  'test/bench/live.test.ts',
];
