import { describe, expect, it } from 'vitest';
import { describeLoad } from '../../../src/metric/format/describe-load.ts';

const TRACE = { kind: 'trace', requests: 40, ratePerSecond: 4, speed: 1 } as const;

describe('a trace in a few words', () => {
  it.each([
    [{}, 'trace, 4 req/s'],
    [{ speed: 2 }, 'trace at 2× speed, 4 req/s'],
    [{ scaleRate: 0.5 }, 'trace at 0.5× rate, 4 req/s'],
    [
      { speed: 6, scaleRate: 2, isSpread: true },
      'trace at 6× speed and 2× rate, times spread, 4 req/s',
    ],
    [{ isSpread: true, ratePerSecond: Number.NaN }, 'trace, times spread'],
  ])('with %j is "%s"', (change, text) => {
    expect(describeLoad({ ...TRACE, ...change })).toBe(text);
  });
});
