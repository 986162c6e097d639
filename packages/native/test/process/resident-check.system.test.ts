import { expect, it } from 'vitest';
import { residentErrorBytes } from '../../src/index.ts';

it('returns whole pages, within the possible error of a kernel', () => {
  const errorBytes = residentErrorBytes();
  expect(errorBytes % 4096).toBe(0);
  expect(errorBytes).toBeLessThanOrEqual(64 * 4096);
});
