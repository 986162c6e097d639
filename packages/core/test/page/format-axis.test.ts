import { describe, expect, test } from 'vitest';
import { bytesLabel, clockLabel, msLabel } from '../../page/src/data/format-axis.ts';

describe('axis labels', () => {
  test.each([
    [0, '0'],
    [64 * 2 ** 20, '64 MiB'],
    [1.5 * 2 ** 30, '1.5 GiB'],
    [100, '100 B'],
    [1.25 * 2 ** 20, '1.25 MiB'],
    [768 * 2 ** 10, '768 KiB'],
    [-(2 ** 21), '-2 MiB'],
  ])('formats %d bytes as %s', (bytes, label) => expect(bytesLabel(bytes)).toBe(label));

  test.each([
    [0, '0'],
    [100, '100 ms'],
    [2.5, '2.5 ms'],
    [5000, '5 s'],
    [0.05, '50 µs'],
    [120_000, '2 min 0 s'],
  ])('formats %d milliseconds as %s', (ms, label) => expect(msLabel(ms)).toBe(label));

  test.each([
    [12_000, 2000, '12 s'],
    [65_000, 5000, '1:05'],
    [3_725_000, 60_000, '1:02:05'],
    [65_250, 250, '65.25 s'],
    [3250, 50, '3.25 s'],
    [3.25, 0.01, '3.25 ms'],
    [12_003.25, 0.05, '12.00325 s'],
  ])('formats %d milliseconds in steps of %d as %s since the run began', (ms, step, label) =>
    expect(clockLabel(ms, step)).toBe(label),
  );
});
