import { describe, expect, it } from 'vitest';
import { arrivalQuality } from '../../../src/metric/quality/arrival-quality.ts';
import type { RequestRow } from '../../../src/stream/rows/request-row.ts';
import { countedRow } from '../../stream/built/arbitrary-rows.ts';

/** A measured request with a first token at 10 ms. */
function row(given: Partial<RequestRow>): RequestRow {
  return {
    ...countedRow(1),
    firstTokenNs: 10e6,
    firstTokenAfterNs: 10e6,
    lastTokenAfterNs: 20e6,
    firstTokenErrorNs: 0,
    largestErrorNs: 0,
    lateChunks: 0,
    chunkNs: Float64Array.of(10e6, 20e6),
    readLatenessNs: 20e3,
    ...given,
  };
}

describe('the quality of arrivals', () => {
  it('counts requests with the timestamp of the kernel, and how late they were read', () => {
    const late = Array.from({ length: 99 }, () => row({}));
    expect(
      arrivalQuality([...late, row({ readLatenessNs: 3e6 }), row({ readLatenessNs: Number.NaN })]),
    ).toMatchObject({
      requests: 101,
      byKernel: 100,
      readLatenessMaxMs: 3,
      boundedFirstTokens: 0,
      widestBoundMs: 0,
    });
  });

  it('counts first tokens that have only bounds', () => {
    expect(
      arrivalQuality([row({}), row({ firstTokenAfterNs: 9e6 }), row({ firstTokenAfterNs: 8e6 })]),
    ).toMatchObject({ requests: 3, boundedFirstTokens: 2, widestBoundMs: 2 });
  });

  it('ignores failed requests, and is unknown without bounds', () => {
    expect(arrivalQuality([row({ outcome: 'error' })])).toBeUndefined();
    expect(arrivalQuality([row({ lastTokenAfterNs: Number.NaN })])).toBeUndefined();
  });

  it('is without lateness where the kernel gave no timestamp', () => {
    expect(arrivalQuality([row({ readLatenessNs: Number.NaN })])).toMatchObject({
      byKernel: 0,
      readLatenessP99Ms: Number.NaN,
      readLatenessMaxMs: Number.NaN,
    });
  });
});

describe('the timing error of a stage, by its own requests', () => {
  const many = (count: number, given: Partial<RequestRow>): RequestRow[] =>
    Array.from({ length: count }, () => row(given));

  it('is nothing where each event arrived alone, however late the client read it', () => {
    expect(arrivalQuality(many(100, { readLatenessNs: 80e6 }))).toMatchObject({
      firstTokenErrorP99Ms: 0,
      gapErrorP99Ms: 0,
    });
  });

  it('is that of the 99th percentile of first tokens', () => {
    const late = many(2, { firstTokenErrorNs: 7e6 });
    expect(arrivalQuality([...many(98, {}), ...late])?.firstTokenErrorP99Ms).toBe(7);
    expect(arrivalQuality([...many(398, {}), ...late])?.firstTokenErrorP99Ms).toBe(0);
  });

  it('is that of the latest events once over 1% of all may be late', () => {
    const merged = { largestErrorNs: 4e6, lateChunks: 1 };
    const chunkNs = Float64Array.from({ length: 50 }, (_, index) => (10 + index) * 1e6);
    expect(arrivalQuality(many(100, { ...merged, chunkNs }))?.gapErrorP99Ms).toBe(4);
    const longer = Float64Array.from({ length: 200 }, (_, index) => (10 + index) * 1e6);
    expect(arrivalQuality(many(100, { ...merged, chunkNs: longer }))?.gapErrorP99Ms).toBe(0.25);
  });

  it('is nothing for responses in one piece, whose end is exact', () => {
    const whole = {
      firstTokenNs: Number.NaN,
      firstTokenAfterNs: Number.NaN,
      firstTokenErrorNs: Number.NaN,
      largestErrorNs: Number.NaN,
      lateChunks: Number.NaN,
    };
    expect(arrivalQuality(many(10, whole))).toMatchObject({
      requests: 10,
      firstTokenErrorP99Ms: 0,
      gapErrorP99Ms: 0,
    });
  });

  it('is unknown where over 1% of the requests have times of the thread, or no record of the error', () => {
    const unknown = { firstTokenErrorP99Ms: Number.NaN, gapErrorP99Ms: Number.NaN };
    for (const given of [{ readLatenessNs: Number.NaN }, { firstTokenErrorNs: Number.NaN }]) {
      expect(arrivalQuality([...many(98, {}), ...many(2, given)])).toMatchObject(unknown);
      expect(arrivalQuality([...many(99, {}), ...many(1, given)])?.firstTokenErrorP99Ms).toBe(0);
    }
  });
});
