import { ConfigError } from '@loadcell/core';
import { describe, expect, it } from 'vitest';
import type { FlagRow } from '../../src/flags/flag-row.ts';
import { flagValue } from '../../src/flags/flag-values.ts';

function row(kind: FlagRow['kind'], more: Partial<FlagRow> = {}): FlagRow {
  return { flags: '--thing <x>', description: '', kind, ...more };
}

describe('flagValue', () => {
  it('parses memory to bytes and durations to milliseconds', () => {
    expect(flagValue(row('bytes'), ['14GiB'])).toBe(14 * 2 ** 30);
    expect(flagValue(row('duration'), ['1.5 h'])).toBe(5_400_000);
  });

  it('returns a list for a repeatable flag, even if given once', () => {
    expect(flagValue(row('text', { repeatable: true }), ['a'])).toEqual(['a']);
  });

  it('takes a size or a duration as made media, and anything else as a path', () => {
    expect(flagValue(row('media'), ['512x512'])).toBe('512x512');
    expect(flagValue(row('media'), ['1.5s'])).toBe('1.5s');
    expect(flagValue(row('media'), ['./512x512'])).toEqual({ files: './512x512' });
    expect(flagValue(row('media'), ['pictures'])).toEqual({ files: 'pictures' });
  });

  it('parses a mix of models by the last equals sign of each', () => {
    expect(flagValue(row('mix'), ['base=3, org/lora:a=b=0.5'])).toEqual({
      base: 3,
      'org/lora:a=b': 0.5,
    });
    expect(() => flagValue(row('mix'), ['a=1,b=2,a=3'])).toThrow('--thing: "a" has two weights');
  });

  it.each([
    ['mix', 'base'],
    ['mix', '=3'],
    ['mix', 'base=0'],
    ['mix', 'base=-1'],
    ['mix', 'base=many'],
    ['mix', 'base=3,'],
    ['mix', 'base=Infinity'],
    ['bytes', '14'],
    ['bytes', '30s'],
    ['duration', '30'],
    ['duration', '14GiB'],
    ['number', 'many'],
    ['number', ''],
  ] as const)('rejects a %s of "%s" and names the flag', (kind, text) => {
    expect(() => flagValue(row(kind), [text])).toThrow(ConfigError);
    expect(() => flagValue(row(kind), [text])).toThrow(/^--thing: /);
  });
});
