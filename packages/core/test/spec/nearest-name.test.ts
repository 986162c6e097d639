import { describe, expect, it } from 'vitest';
import { explainUnknown, nearestName } from '../../src/spec/nearest-name.ts';

const KNOWN = ['outputDir', 'verbose', 'phase', 'timeout', 'maxMemory'];

describe('the nearest known name', () => {
  it.each([
    ['ouputDir', 'outputDir'],
    ['OUTPUTDIR', 'outputDir'],
    ['max-memory', 'maxMemory'],
    ['time_out', 'timeout'],
    ['phases', 'phase'],
    ['pahse', 'phase'],
    ['out', 'outputDir'],
  ])('to %s is %s', (name, nearest) => {
    expect(nearestName(name, KNOWN)).toBe(nearest);
  });

  it('is none when nothing is near', () => {
    expect(nearestName('completely-different', KNOWN)).toBeUndefined();
    expect(nearestName('x', [])).toBeUndefined();
  });

  it('is in the error for an unknown name, with all that are known', () => {
    expect(explainUnknown('key', 'verbos', KNOWN)).toEqual({
      text: 'unknown key "verbos"; did you mean "verbose"?',
      help: 'use one of outputDir, verbose, phase, timeout, maxMemory',
    });
    expect(explainUnknown('key', 'qqqqqqqqqqqqqqqqqq', ['a'])).toEqual({
      text: 'unknown key "qqqqqqqqqqqqqqqqqq"',
      help: 'use "a"',
    });
    expect(explainUnknown('key', 'x', [])).toEqual({ text: 'unknown key "x"' });
  });
});
