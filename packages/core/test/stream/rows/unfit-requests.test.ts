import { describe, expect, it } from 'vitest';
import { missedSlos } from '../../../src/stream/rows/request-slos.ts';
import { isEmptyResponse } from '../../../src/stream/rows/empty-response.ts';
import { readCutPrompts } from '../../../src/stream/rows/cut-prompts.ts';
import { PhaseBuilder, type BuiltRequest } from '../built/phase-builder.ts';

const LIMITS = {
  timeToFirstToken: 500,
  timeToFirstAnswerToken: 500,
  timePerOutputToken: 500,
  interTokenLatency: 500,
  inferenceTime: 500,
  responseLatency: 500,
};

function rowOf(request: Partial<BuiltRequest>) {
  const built = {
    purpose: 'load',
    stage: 'open',
    sentMs: 0,
    chunksMs: [30, 40, 70],
    ...request,
  } as const;
  return new PhaseBuilder('load').request(built).build(1000).requests;
}

function brokenOf(request: Partial<BuiltRequest>): string[] {
  return rowOf(request).flatMap((row) => missedSlos(row, LIMITS));
}

const EMPTY = { chunksMs: [], outcome: 'ok', outputTokens: 1, endMs: 80 } as const;

describe('the SLOs of one request', () => {
  it('are met by a steady stream', () => {
    expect(brokenOf({})).toEqual([]);
  });

  it('within its stream are not met where that came in bursts', () => {
    const broken = brokenOf({ chunksMs: Array.from({ length: 40 }, () => 400) });
    expect(broken).toEqual([
      'timeToFirstToken',
      'timeToFirstAnswerToken',
      'timePerOutputToken',
      'interTokenLatency',
    ]);
  });

  it('are all missed where its prompt was truncated', () => {
    expect(brokenOf({ offeredTokens: 1000, residentTokens: 165 })).toEqual(Object.keys(LIMITS));
    expect(brokenOf({ offeredTokens: 1000, residentTokens: 990 })).toEqual([]);
  });

  it('are met by an empty response that ended within the limit, since nothing within it took longer', () => {
    expect(brokenOf(EMPTY)).toEqual([]);
    expect(brokenOf({ ...EMPTY, outputTokens: 64 })).toEqual([]);
  });

  it('are not met by an empty response that ended later', () => {
    const broken = brokenOf({ ...EMPTY, outputTokens: 64, endMs: 600 });
    expect(broken).toEqual(Object.keys(LIMITS));
  });
});

describe('isEmptyResponse', () => {
  it('accepts a success without a token in time, and nothing else', () => {
    expect(rowOf(EMPTY).map(isEmptyResponse)).toEqual([true]);
    expect(rowOf({}).map(isEmptyResponse)).toEqual([false]);
    expect(rowOf({ ...EMPTY, outcome: 'error' }).map(isEmptyResponse)).toEqual([false]);
  });
});

describe('readCutPrompts', () => {
  it('reports the prompt of which the least was read', () => {
    const rows = [
      ...rowOf({ offeredTokens: 1000, residentTokens: 500 }),
      ...rowOf({ offeredTokens: 7900, residentTokens: 2050 }),
      ...rowOf({ offeredTokens: 20, residentTokens: 8 }),
      ...rowOf({ offeredTokens: Number.NaN }),
      ...rowOf({ offeredTokens: 1000, residentTokens: 10, outcome: 'error' }),
    ];
    expect(readCutPrompts(rows, 0.1)).toEqual({
      known: 3,
      cut: 2,
      offeredTokens: 7900,
      readTokens: 2050,
    });
  });
});
