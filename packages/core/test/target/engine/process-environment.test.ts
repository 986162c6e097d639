import { expect, it } from 'vitest';
import { readProcessEnvironment } from '../../../src/target/engine/process-environment.ts';

it('makes the allocator return memory, unless the user sets otherwise', () => {
  expect(readProcessEnvironment({ HOME: '/home/x' })).toEqual({
    HOME: '/home/x',
    MALLOC_MMAP_THRESHOLD_: '131072',
  });
  expect(readProcessEnvironment({ MALLOC_MMAP_THRESHOLD_: '1' })).toEqual({
    MALLOC_MMAP_THRESHOLD_: '1',
  });
});
