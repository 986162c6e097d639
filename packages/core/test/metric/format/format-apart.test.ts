import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatApart } from '../../../src/metric/format/format-apart.ts';
import { METRICS } from '../../../src/metric/registry.ts';

test('values that differ as usual are written as usual', () => {
  expect(formatApart('ms', 1250, 1000)).toEqual(['1.25 s', '1.00 s']);
  expect(formatApart('joules', NaN, 3)).toEqual(['—', '3 J']);
});

test('a value just past its threshold does not look like it', () => {
  expect(formatApart('perSecond', 119.7, 120)).toEqual(['119.7/s', '120/s']);
  expect(formatApart('joules', 0.0041, 0.003)).toEqual(['0.0041 J', '0.003 J']);
  expect(formatApart('ratio', 0.94999, 0.95)).toEqual(['0.94999', '0.95']);
});

test('texts differ wherever values do', () => {
  const value = fc.double({ min: -1e12, max: 1e12, noNaN: true });
  const nearby = fc.double({ min: -1e-9, max: 1e-9, noNaN: true });
  fc.assert(
    fc.property(
      fc.constantFrom(...METRICS.map(({ unit }) => unit)),
      value,
      nearby,
      (unit, one, share) => {
        const other = one + one * share;
        const [first, second] = formatApart(unit, one, other);
        expect(first === second).toBe(one === other);
      },
    ),
  );
});
