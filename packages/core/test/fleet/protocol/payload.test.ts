import { describe, expect, it } from 'vitest';
import { keys, parseRunKey } from '../../../src/fleet/protocol/names.ts';
import { fromPayload, toPayload } from '../../../src/fleet/protocol/payload.ts';
import { StageTotalsSchema } from '../../../src/fleet/protocol/stage-messages.ts';

const TOTALS = { measured: 0, good: 0, abandoned: 0, requestsPerSecond: Number.NaN };

describe('a payload', () => {
  it('keeps a rate that was not measured through JSON', () => {
    const text = JSON.stringify(toPayload(StageTotalsSchema, TOTALS));
    expect(text).toContain('"requestsPerSecond":null');
    expect(fromPayload(StageTotalsSchema, JSON.parse(text))).toEqual(TOTALS);
  });

  it('is undefined when the schema rejects it', () => {
    expect(fromPayload(StageTotalsSchema, { measured: 'many' })).toBeUndefined();
  });
});

describe('the keys of a run', () => {
  const place = { phase: 'load', stage: 'rate 4.0/s > half *' };

  it('hold stages of any name in characters that a bucket accepts', () => {
    for (const key of [keys.ready(place, 'a-1'), keys.start(place), keys.state('a_2')]) {
      expect(key).toMatch(/^[-/_=.a-zA-Z0-9]+$/);
    }
  });

  it('are split into what they were made of', () => {
    expect(parseRunKey(keys.ended(place, 'a-1'))).toEqual({
      kind: 'ended',
      ...place,
      agent: 'a-1',
    });
    expect(parseRunKey(keys.totals(place))).toEqual({ kind: 'totals', ...place });
    expect(parseRunKey(keys.state('a-1'))).toEqual({ kind: 'state', agent: 'a-1' });
    expect(parseRunKey('abort')).toEqual({ kind: 'abort' });
  });
});
