import { expect, it } from 'vitest';
import { residentErrorBytes } from '../../src/index.ts';

it('tells whole pages, and no more than a kernel may be wrong by', () => {
  const errorBytes = residentErrorBytes();
  expect(errorBytes % 4096).toBe(0);
  expect(errorBytes).toBeLessThanOrEqual(64 * 4096);
});
