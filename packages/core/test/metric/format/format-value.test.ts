import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  formatBytes,
  formatMs,
  formatNumber,
  formatRatio,
  formatValue,
} from '../../../src/metric/format/format-value.ts';
import { METRICS } from '../../../src/metric/registry.ts';

test.each([
  [0, '0 B'],
  [1000, '1000 B'],
  [1024, '1.0 KiB'],
  [52.4 * 2 ** 20, '52.4 MiB'],
  [14 * 2 ** 30, '14.0 GiB'],
  [2 ** 20 - 1, '1.0 MiB'],
  [-3 * 2 ** 20, '-3.0 MiB'],
  [0.25, '0.3 B'],
  [NaN, '—'],
  [Infinity, '∞'],
])('%d bytes are %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});

test.each([
  [0, '0 ms'],
  [0.085, '85.0 µs'],
  [0.9999, '1.00 ms'],
  [12.34, '12.3 ms'],
  [999.7, '1.00 s'],
  [4560, '4.56 s'],
  [59_999, '1 min 0 s'],
  [125_000, '2 min 5 s'],
  [3_600_000, '1 h 0 min'],
  [NaN, '—'],
  [Infinity, '∞'],
])('%d ms are %s', (ms, text) => {
  expect(formatMs(ms)).toBe(text);
});

test.each([
  [0, '0.0%'],
  [0.95, '95.0%'],
  [1, '100.0%'],
  [0.0001, '0.01%'],
  [NaN, '—'],
])('a ratio of %d is %s', (ratio, text) => {
  expect(formatRatio(ratio)).toBe(text);
});

test('numbers have their thousands apart', () => {
  expect(formatNumber(7300)).toBe('7,300');
  expect(formatNumber(3.256)).toBe('3.26');
});

test.each([
  [0.0041, '0.0041'],
  [0.00123, '0.0012'],
  [-0.001, '-0.001'],
  [-0, '0'],
  [2.5e-9, '2.5e-9'],
])('a small number is not written as nothing: %d is %s', (value, text) => {
  expect(formatNumber(value)).toBe(text);
});

describe('formatValue', () => {
  test('never shows an unmeasured value as a number, nor a measured one as a dash', () => {
    for (const { unit } of METRICS) expect(formatValue(unit, NaN)).toBe('—');
    fc.assert(
      fc.property(
        fc.constantFrom(...METRICS.map((metric) => metric.unit)),
        fc.double({ min: -1e15, max: 1e15, noNaN: true }),
        (unit, value) => {
          expect(formatValue(unit, value)).toMatch(/[0-9]/u);
          expect(formatValue(unit, value)).not.toMatch(/NaN|undefined|—/u);
        },
      ),
    );
  });
});
