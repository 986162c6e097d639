import { describe, expect, it } from 'vitest';
import { countReads, isBurst, readBursts } from '../../../src/stream/rows/burst.ts';

const MS = 1e6;

/** An answer whose reads came at these times after the send, ms, with so many content events each. */
function answer(
  reads: readonly (readonly [atMs: number, events: number])[],
  outcome: 'ok' | 'error' = 'ok',
) {
  const stamps = reads.flatMap(([atMs, events]) => Array.from({ length: events }, () => atMs * MS));
  return { sentNs: 0, outcome, chunkNs: Float64Array.from(stamps) };
}

/** One event a read, a fixed time apart. */
function steady(events: number, firstMs: number, gapMs: number) {
  return answer(Array.from({ length: events }, (_, index) => [firstMs + index * gapMs, 1]));
}

describe('isBurst', () => {
  it.each([
    ['all events in one read after a wait', answer([[400, 40]])],
    [
      'two reads with most of a long answer each',
      answer([
        [200, 20],
        [400, 20],
      ]),
    ],
    [
      'a token first and all the rest at the end',
      answer([
        [50, 1],
        [400, 39],
      ]),
    ],
    [
      'four events per read, 40 ms apart',
      answer(Array.from({ length: 10 }, (_, read) => [400 + 40 * read, 4])),
    ],
    [
      'blocks of a proxy that flushes by bytes',
      answer([
        [300, 17],
        [460, 17],
        [620, 17],
        [700, 9],
      ]),
    ],
    ['a whole answer replayed event by event', steady(40, 400, 0.02)],
    [
      'a whole answer in a few reads at its end',
      answer([
        [400, 16],
        [401, 16],
        [402, 8],
      ]),
    ],
  ])('reports %s', (_, row) => {
    expect(isBurst(row)).toBe(true);
  });

  it.each([
    ['one event per read', steady(32, 50, 5)],
    ['a long prompt and a fast decode', steady(32, 1000, 1)],
    [
      'two events per read, as a server that is quick writes them',
      answer(Array.from({ length: 16 }, (_, read) => [20 + 5 * read, 2])),
    ],
    [
      'a fast local server whose events share reads',
      answer([
        [2, 4],
        [2.4, 8],
        [2.8, 6],
        [3.2, 6],
      ]),
    ],
    [
      'reads that share events a few milliseconds apart',
      answer(Array.from({ length: 8 }, (_, read) => [30 + 6 * read, 4])),
    ],
    ['an answer of one event', answer([[400, 1]])],
    ['a short answer in one read', answer([[400, 6]])],
    ['an answer without events', answer([])],
    ['a request that failed', answer([[400, 40]], 'error')],
  ])('accepts %s', (_, row) => {
    expect(isBurst(row)).toBe(false);
  });

  it('accepts a request that was never sent', () => {
    expect(isBurst({ ...answer([[400, 40]]), sentNs: Number.NaN })).toBe(false);
  });
});

describe('readBursts', () => {
  const burst = answer([[400, 40]]);

  it('reports bursts when most of the responses that could show one arrived so', () => {
    const rows = [burst, burst, steady(32, 50, 5), answer([[400, 1]])];
    expect(readBursts(rows)).toEqual({
      judged: 3,
      inBursts: 2,
      areBursts: true,
      eventsPerRead: 40,
      spanShare: 0,
    });
  });

  it('does not take a few bursts for the stream', () => {
    expect(readBursts([burst, steady(32, 50, 5)]).areBursts).toBe(false);
    expect(readBursts([]).areBursts).toBe(false);
  });

  it('has no figures where nothing came in bursts', () => {
    const { eventsPerRead, spanShare } = readBursts([steady(32, 50, 5)]);
    expect([eventsPerRead, spanShare]).toEqual([Number.NaN, Number.NaN]);
  });
});

describe('countReads', () => {
  it('counts events of one read once', () => {
    expect(
      countReads(
        answer([
          [1, 3],
          [2, 1],
          [3, 2],
        ]),
      ),
    ).toBe(3);
    expect(countReads(answer([]))).toBe(0);
  });
});
