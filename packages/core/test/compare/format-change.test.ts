import { expect, it } from 'vitest';
import { formatChange, formatChangeSize } from '../../src/compare/format-change.ts';

it('shows a change with its sign, without meaningless digits', () => {
  const changes = [0.051, -0.2, 0, 100, 8.97e27, Number.POSITIVE_INFINITY];
  expect(changes.map(formatChange)).toEqual([
    '+5.1%',
    '-20.0%',
    '0.0%',
    '+10000.0%',
    'over +10,000%',
    '+∞',
  ]);
  expect([0.051, 8.97e27].map(formatChangeSize)).toEqual(['5.1%', 'over 10,000%']);
});
