import { describe, expect, it } from 'vitest';
import { cutWhenOverlapping } from '../../../src/metric/errors/cut-when-overlapping.ts';
import type { RequestRow } from '../../../src/stream/rows/request-row.ts';
import { rowAt } from '../../phase/watch/rows.ts';

let id = 0;

/** A request between two milliseconds. */
function request(sentMs: number, endMs: number, errorKind = ''): RequestRow {
  id += 1;
  return { ...rowAt(endMs, { errorKind }), sentNs: sentMs * 1e6, id, phase: 'load', stage: 'open' };
}

const ALONE = [0, 10, 20].map((sentMs) => request(sentMs, sentMs + 5));

/** Each is cut when the next one arrives; the last of them is answered. */
const CUT = [100, 110, 120, 130].map((sentMs) => request(sentMs, sentMs + 11, 'closed-early'));

describe('a server that serves one request at a time', () => {
  it('is recognized by responses that were cut when another request arrived, and never alone', () => {
    expect(cutWhenOverlapping([...CUT, request(140, 150), ...ALONE])).toEqual({
      overlapped: 4,
      cut: 4,
      alone: 4,
    });
  });

  it('is not taken for one that cuts requests that run alone', () => {
    expect(
      cutWhenOverlapping([...ALONE, ...CUT, request(200, 210, 'closed-early')]),
    ).toBeUndefined();
  });

  it('is not taken for one that cuts few of those that overlap', () => {
    const answered = [200, 210, 220, 230, 240].map((sentMs) => request(sentMs, sentMs + 11));
    expect(cutWhenOverlapping([...ALONE, ...CUT, ...answered, request(250, 260)])).toBeUndefined();
  });

  it('is not shown by few requests', () => {
    expect(cutWhenOverlapping([...ALONE, ...CUT.slice(0, 2), request(120, 130)])).toBeUndefined();
    expect(cutWhenOverlapping([...CUT, request(140, 150)])).toBeUndefined();
  });
});
