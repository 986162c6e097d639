import { describe, expect, it } from 'vitest';
import { suggestName } from '@loadcell/core';
import { nearestName } from '../../src/spec/nearest-name.ts';

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

  it('is suggested together with all known names', () => {
    expect(suggestName('verbos', KNOWN)).toBe(
      'Known: outputDir, verbose, phase, timeout, maxMemory. Did you mean "verbose"?',
    );
    expect(suggestName('qqqqqqqqqqqqqqqqqq', ['a', 'b'])).toBe('Known: a, b.');
  });
});
