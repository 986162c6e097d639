import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { toHalfFloatBits } from '../../../src/target/tiny-model/half-float.ts';

/** The value of a normal half-precision number. */
function fromHalfFloatBits(bits: number): number {
  const sign = (bits & 0x8000) === 0 ? 1 : -1;
  return sign * 2 ** (((bits >> 10) & 31) - 15) * (1 + (bits & 0x3ff) / 1024);
}

it('returns every normal number unchanged', () => {
  const wrong: number[] = [];
  for (let exponent = 1; exponent < 31; exponent += 1) {
    for (let mantissa = 0; mantissa < 1024; mantissa += 1) {
      const positive = (exponent << 10) | mantissa;
      for (const bits of [positive, positive | 0x8000]) {
        if (toHalfFloatBits(fromHalfFloatBits(bits)) !== bits) wrong.push(bits);
      }
    }
  }
  expect(wrong).toEqual([]);
});

it('rounds to the nearest number, ties to even', () => {
  fc.assert(
    fc.property(fc.double({ min: 2 ** -13, max: 60_000, noNaN: true }), (value) => {
      const bits = toHalfFloatBits(value);
      const rounded = Math.fround(value);
      const error = Math.abs(fromHalfFloatBits(bits) - rounded);
      const below = Math.abs(fromHalfFloatBits(bits - 1) - rounded);
      const above = Math.abs(fromHalfFloatBits(bits + 1) - rounded);
      expect(error).toBeLessThanOrEqual(below);
      expect(error).toBeLessThanOrEqual(above);
      expect(error === below || error === above ? bits & 1 : 0).toBe(0);
    }),
  );
});

it('maps zero to zero', () => {
  expect(toHalfFloatBits(0)).toBe(0);
});
