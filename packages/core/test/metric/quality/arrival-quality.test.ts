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
    expect(arrivalQuality([row({ firstTokenAfterNs: Number.NaN })])).toBeUndefined();
  });

  it('is without lateness where the kernel gave no timestamp', () => {
    expect(arrivalQuality([row({ readLatenessNs: Number.NaN })])).toMatchObject({
      byKernel: 0,
      readLatenessP99Ms: Number.NaN,
      readLatenessMaxMs: Number.NaN,
    });
  });
});
