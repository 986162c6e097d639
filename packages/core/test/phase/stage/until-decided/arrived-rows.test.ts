import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ScheduledRows, SentRows } from '../../../../src/phase/stage/until-decided/arrived-rows.ts';
import type { RequestRow } from '../../../../src/stream/rows/request-row.ts';
import { countedRow } from '../../../stream/built/arbitrary-rows.ts';

/** A request with its number as identity. */
interface Request {
  readonly id: number;
  /** When it is sent or scheduled. */
  readonly atNs: number;
  readonly endNs: number;
}

function rowOf({ id, atNs, endNs }: Request): RequestRow {
  return { ...countedRow(id), scheduledNs: atNs, sentNs: atNs, endNs };
}

/** Requests with distinct arrival times, numbered in that order. */
const requests: fc.Arbitrary<Request[]> = fc
  .array(
    fc.record({ gapNs: fc.integer({ min: 1, max: 9 }), tookNs: fc.integer({ min: 1, max: 60 }) }),
    {
      maxLength: 40,
    },
  )
  .map((given) => {
    let atNs = 1000;
    return given.map(({ gapNs, tookNs }, index) => {
      atNs += gapNs;
      return { id: index + 1, atNs, endNs: atNs + tookNs };
    });
  });

/** Sends and ends, in order of time. */
function happeningsOf(given: readonly Request[]) {
  return given
    .flatMap((request) => [
      { request, isEnd: false, atNs: request.atNs },
      { request, isEnd: true, atNs: request.endNs },
    ])
    .toSorted((a, b) => a.atNs - b.atNs);
}

/** Numbers of the first arrivals once all of them have ended; undefined before. */
function expected(over: ReadonlySet<number>, count: number): number[] | undefined {
  const ids = Array.from({ length: count }, (_, index) => index + 1);
  return ids.every((id) => over.has(id)) ? ids : undefined;
}

function idsOf(rows: readonly RequestRow[] | undefined): number[] | undefined {
  return rows?.map(({ id }) => id);
}

describe('requests of a closed loop', () => {
  it('are the first to be sent, once all of these have ended', () => {
    fc.assert(
      fc.property(requests, fc.integer({ min: 1, max: 12 }), (given, count) => {
        const rows = new SentRows();
        const over = new Set<number>();
        for (const { request, isEnd } of happeningsOf(given)) {
          if (isEnd) {
            rows.take(rowOf(request));
            rows.noteOver(request);
            over.add(request.id);
          } else {
            rows.noteSent(request, request.atNs);
          }
          expect(idsOf(rows.first(count))).toEqual(expected(over, count));
        }
      }),
    );
  });

  it('count from their first send when they are sent twice', () => {
    const rows = new SentRows();
    const [resent, other] = [{}, {}];
    rows.noteSent(resent, 10);
    rows.noteSent(other, 20);
    rows.noteSent(resent, 30);
    rows.take(rowOf({ id: 1, atNs: 20, endNs: 40 }));
    rows.noteOver(other);
    expect(rows.first(1)).toBeUndefined();
    rows.take(rowOf({ id: 2, atNs: 30, endNs: 50 }));
    rows.noteOver(resent);
    expect(idsOf(rows.first(1))).toEqual([1]);
  });

  it('arrive when they fail without being sent', () => {
    const rows = new SentRows();
    rows.take({ ...countedRow(1), sentNs: Number.NaN, endNs: 50 });
    rows.take(rowOf({ id: 2, atNs: 40, endNs: 60 }));
    expect(idsOf(rows.first(2))).toEqual([2, 1]);
  });
});

describe('requests of a schedule', () => {
  it('are the first to be scheduled, once all of these have ended, whenever they were sent', () => {
    fc.assert(
      fc.property(
        requests,
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 0, max: 3 }),
        (given, count, warmup) => {
          const rows = new ScheduledRows();
          const warm = Array.from({ length: warmup }, (_, index) => index / 10);
          const offsetsNs = Float64Array.from([...warm, ...given.map(({ atNs }) => atNs - 1000)]);
          rows.follow({ beginNs: 1000, offsetsNs, warmup });
          const over = new Set<number>();
          for (const { request, isEnd } of happeningsOf(given)) {
            if (!isEnd) continue;
            rows.take({ ...rowOf(request), sentNs: request.endNs });
            over.add(request.id);
            expect(idsOf(rows.first(count))).toEqual(expected(over, count));
          }
        },
      ),
    );
  });

  it('are never complete when the schedule has fewer', () => {
    const rows = new ScheduledRows();
    rows.follow({ beginNs: 0, offsetsNs: Float64Array.of(1), warmup: 0 });
    rows.take(rowOf({ id: 1, atNs: 1, endNs: 5 }));
    expect(idsOf(rows.first(1))).toEqual([1]);
    expect(rows.first(2)).toBeUndefined();
  });
});
