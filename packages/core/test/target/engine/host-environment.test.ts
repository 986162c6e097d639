import { expect, it } from 'vitest';
import { readHostEnvironment } from '../../../src/target/engine/host-environment.ts';

it('makes the allocator give memory back, unless someone has said otherwise', () => {
  expect(readHostEnvironment({ HOME: '/home/x' })).toEqual({
    HOME: '/home/x',
    MALLOC_MMAP_THRESHOLD_: '131072',
  });
  expect(readHostEnvironment({ MALLOC_MMAP_THRESHOLD_: '1' })).toEqual({
    MALLOC_MMAP_THRESHOLD_: '1',
  });
});
