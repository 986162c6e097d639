import { describe, expect, it } from 'vitest';
import { parseConfig } from '@loadcell/core';

describe('SLOs', () => {
  it('are accepted by name and alias, in milliseconds or with a unit', () => {
    const { slos } = parseConfig({
      slos: { timeToFirstToken: '0.2s', responseTime: 1000 },
    });
    expect(slos).toEqual({ timeToFirstToken: 200, responseLatency: 1000 });
    expect(parseConfig({}).slos).toEqual({});
  });

  it('are accepted by their short names', () => {
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
    [{ timeToFirstTokn: 1 }, /unknown metric "timeToFirstTokn"; did you mean "timeToFirstToken"/],
    [{ errorRate: 1 }, /"errorRate" is not a latency of one request\. Use one of inferenceTime/],
    [
      { responseTime: 1, responseLatency: 2 },
      /^slos: "responseTime" and "responseLatency" both set a limit for responseLatency\. Remove one of them\.$/,
    ],
    [{ timeToFirstToken: 0 }, /^invalid slos\.timeToFirstToken 0: /],
    [{ timeToFirstToken: '1GiB' }, /^slos\.timeToFirstToken: .*invalid duration/],
  ])('are refused when invalid: %j', (slos, message) => {
    expect(() => parseConfig({ slos })).toThrow(message);
  });
});
