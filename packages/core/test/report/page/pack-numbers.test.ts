import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { unpackNumbers } from '../../../page/src/data/unpack-numbers.ts';
import { packBytes, packNumbers, packTimesMs } from '../../../src/report/page/pack-numbers.ts';
import { MIB } from '../../stream/built/phase-builder.ts';

describe('packed numbers', () => {
  test('are unchanged after unpacking, missing values as NaN', () => {
    const steps = fc.maxSafeInteger().map((value) => Math.trunc(value / 4));
    fc.assert(
      fc.property(fc.array(fc.oneof(steps, fc.constant(Number.NaN))), (values) => {
        expect([...unpackNumbers(packNumbers(values, 1))]).toEqual(values.map((one) => one + 0));
      }),
    );
  });

  test('keep times to the microsecond over a hundred days', () => {
    const day = 86_400_000;
    const times = [0, 0.001, 12.3456, day, 100 * day + 0.123];
    const unpacked = unpackNumbers(packTimesMs(times));
    for (const [index, time] of times.entries()) {
      expect(Math.abs((unpacked[index] ?? Number.NaN) - time)).toBeLessThan(0.00051);
    }
  });

  test('keep bytes exactly, whether they are whole pages or not', () => {
    for (const values of [
      [4096, 8192, 240 * MIB],
      [1024, 4096],
      [1, 4097, 2 ** 45 + 3],
      [-4096, 5],
    ]) {
      expect([...unpackNumbers(packBytes(values))]).toEqual(values);
    }
  });

  test('take a byte or two each for similar neighbors', () => {
    const values = Float64Array.from(
      { length: 10_000 },
      (_, index) => 500 * MIB + (index % 3) * 4096,
    );
    expect(packBytes(values).base64.length).toBeLessThan(15_000);
  });

  test('treat an infinite value as missing, because a chart cannot show it', () => {
    expect([...unpackNumbers(packNumbers([Infinity, 1], 1))]).toEqual([Number.NaN, 1]);
  });
});
