import { describe, expect, it } from 'vitest';
import { parseConfig } from '@loadcell/core';

describe('objectives', () => {
  it('are taken by name and alias, in milliseconds or with a unit', () => {
    const { objectives } = parseConfig({
      objectives: { timeToFirstToken: '0.2s', responseTime: 1000 },
    });
    expect(objectives).toEqual({ timeToFirstToken: 200, responseLatency: 1000 });
    expect(parseConfig({}).objectives).toEqual({});
  });

  it.each([
    [
      { timeToFirstTokn: 1 },
      /no metric is called "timeToFirstTokn".*Did you mean "timeToFirstToken"/,
    ],
    [{ errorRate: 1 }, /one request has no "errorRate". Known: inferenceTime/],
    [{ responseTime: 1, responseLatency: 2 }, /"responseLatency" is set twice/],
    [{ timeToFirstToken: 0 }, /^objectives\.timeToFirstToken: /],
    [{ timeToFirstToken: '1GiB' }, /^objectives\.timeToFirstToken: .*length of time/],
  ])('that are none are refused: %j', (objectives, message) => {
    expect(() => parseConfig({ objectives })).toThrow(message);
  });
});
