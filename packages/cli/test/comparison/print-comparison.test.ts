import { describe, expect, it } from 'vitest';
import { chooseComparisonFormats } from '../../src/comparison/print-comparison.ts';

describe('chooseComparisonFormats', () => {
  it('returns terminal by default', () => {
    expect(chooseComparisonFormats(new Map())).toEqual(['terminal']);
    expect(chooseComparisonFormats(new Map([['format', ['md, json,md']]]))).toEqual(['md', 'json']);
  });

  it('returns only JSON with --json', () => {
    const json: [string, string[]] = ['json', ['']];
    expect(chooseComparisonFormats(new Map([json]))).toEqual(['json']);
    expect(() => chooseComparisonFormats(new Map([json, ['format', ['md']]]))).toThrow(
      '--json cannot be combined with --format md',
    );
  });

  it('suggests the nearest format for an unknown one', () => {
    expect(() => chooseComparisonFormats(new Map([['format', ['mdd']]]))).toThrow(
      'unknown --format "mdd"; did you mean "md"?',
    );
  });
});
