import { expect, it } from 'vitest';
import { few } from '../../../src/fleet/coordinator/few.ts';

it('lists up to four entries, and of more the first three', () => {
  expect(few([])).toBe('');
  expect(few(['a', 'b', 'c', 'd'])).toBe('a, b, c, d');
  expect(few(['a', 'b', 'c', 'd', 'e'], '; ')).toBe('a; b; c; and 2 more');
});
