import { describe, expect, it } from 'vitest';
import { parseConfig } from '@loadcell/core';

describe('SLOs', () => {
  it('are taken by name and alias, in milliseconds or with a unit', () => {
    const { slos } = parseConfig({
      slos: { timeToFirstToken: '0.2s', responseTime: 1000 },
    });
    expect(slos).toEqual({ timeToFirstToken: 200, responseLatency: 1000 });
    expect(parseConfig({}).slos).toEqual({});
  });

  it('are taken by the short names of the field', () => {
    const slos = { ttft: 1, tpot: 2, itl: 3, e2el: 4, serviceTime: 5 };
    expect(parseConfig({ slos }).slos).toEqual({
      timeToFirstToken: 1,
      timePerOutputToken: 2,
      interTokenLatency: 3,
      responseLatency: 4,
      inferenceTime: 5,
    });
  });

  it('were objectives: the error names the new key', () => {
    expect(() => parseConfig({ objectives: { timeToFirstToken: 1 } })).toThrow(
      'the configuration: unknown key "objectives". Rename it to slos: slos: { ttft: 200 }.',
    );
  });

  it.each([
    [{ timeToFirstTokn: 1 }, /no metric is called "timeToFirstTokn"\. Use "timeToFirstToken"/],
    [{ errorRate: 1 }, /one request has no "errorRate"\. Use one of inferenceTime/],
    [
      { responseTime: 1, responseLatency: 2 },
      /^slos: "responseTime" and "responseLatency" both set a limit for responseLatency\. Remove one of them\.$/,
    ],
    [{ timeToFirstToken: 0 }, /^slos\.timeToFirstToken: /],
    [{ timeToFirstToken: '1GiB' }, /^slos\.timeToFirstToken: .*invalid duration/],
  ])('that are none are refused: %j', (slos, message) => {
    expect(() => parseConfig({ slos })).toThrow(message);
  });
});
