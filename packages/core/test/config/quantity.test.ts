import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  BytesSchema,
  ConfigError,
  DurationMsSchema,
  parseBytes,
  parseDurationMs,
} from '@loadcell/core';

const BYTES = {
  B: 1,
  kB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
  TiB: 2 ** 40,
};
const MS = { us: 1e-3, ms: 1, s: 1e3, m: 6e4, min: 6e4, h: 3.6e6 };

const amount = fc.oneof(
  fc.nat(1_000_000).map(String),
  fc.tuple(fc.nat(9999), fc.nat(999)).map(([whole, part]) => `${whole}.${part}`),
);
const space = fc.constantFrom('', ' ', '  ');

describe.each([
  { what: 'memory size', parse: parseBytes, units: BYTES, other: MS },
  { what: 'duration', parse: parseDurationMs, units: MS, other: BYTES },
])('$what', ({ what, parse, units, other }) => {
  it('is the number times its unit, with or without a space', () => {
    fc.assert(
      fc.property(amount, space, fc.constantFrom(...Object.entries(units)), (digits, gap, unit) => {
        const [name, factor] = unit;
        expect(parse(`${digits}${gap}${name}`)).toBe(Number(digits) * factor);
      }),
    );
  });

  it('is rejected with a unit of another kind, and the error lists the known ones', () => {
    for (const unit of Object.keys(other)) {
      expect(() => parse(`1${unit}`)).toThrow(ConfigError);
      expect(() => parse(`1${unit}`)).toThrow(
        `invalid ${what} "1${unit}": expected a number with one of the units`,
      );
    }
  });

  it('is refused for any text that is not a number with a known unit', () => {
    const known = new RegExp(`^\\s*\\d+(\\.\\d+)?\\s*(${Object.keys(units).join('|')}|KB)\\s*$`);
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(!known.test(text));
        expect(() => parse(text)).toThrow(ConfigError);
      }),
    );
  });

  it('is refused without a unit', () => {
    expect(() => parse('5')).toThrow(ConfigError);
  });

  it.each(['', '-1', '1.', '.5', '1e3', '0x10', 'Infinity', 'NaN', '1,5', '1 0'])(
    'is refused when its number is "%s"',
    (number) => {
      for (const unit of Object.keys(units)) {
        expect(() => parse(`${number}${unit}`)).toThrow(ConfigError);
      }
    },
  );
});

describe('quantities in a configuration', () => {
  it('are bytes and milliseconds, as numbers or with a unit', () => {
    expect(BytesSchema.parse('14GiB')).toBe(14 * 2 ** 30);
    expect(BytesSchema.parse(5)).toBe(5);
    expect(DurationMsSchema.parse('1.5h')).toBe(5_400_000);
    expect(DurationMsSchema.parse(0.5)).toBe(0.5);
  });

  it('are above zero and finite', () => {
    for (const wrong of [0, -1, Number.NaN, Number.POSITIVE_INFINITY, '0s', '0B', null, [], {}]) {
      expect(DurationMsSchema.safeParse(wrong).success).toBe(false);
      expect(BytesSchema.safeParse(wrong).success).toBe(false);
    }
  });
});
