import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../../../src/spec/error/errors.ts';
import type { DatasetEntry } from '../../../../src/workload/dataset/dataset.ts';
import { cutTime } from '../../../../src/workload/dataset/time/cut-time.ts';
import { orderByTime } from '../../../../src/workload/dataset/time/order-by-time.ts';

const request = (line: number, atNs?: number): DatasetEntry => ({
  conversation: {
    label: '',
    history: 'none',
    turns: [
      {
        line,
        input: { kind: 'lengths', inputTokens: 1 },
        ...(atNs === undefined ? {} : { atNs }),
      },
    ],
  },
});

const failed = (line: number, atNs: number): DatasetEntry => ({
  fault: { line, kind: 'failed', reason: 'failed', atNs },
});

const unreadable = (line: number): DatasetEntry => ({
  fault: { line, kind: 'unreadable', reason: 'not JSON' },
});

/** Entries as `line@time`, faults as `line!`. */
const shown = (entries: Iterable<DatasetEntry>): string[] =>
  [...entries].map((entry) => {
    if ('fault' in entry) return `${entry.fault.line}!`;
    if ('warning' in entry) return `${entry.warning.line}: ${entry.warning.reason}`;
    const [turn] = entry.conversation.turns;
    return `${turn?.line}@${turn?.atNs}`;
  });

const SECOND = 1e9;

/** The times that came out in order, and the code of the error that ended them. */
function orderedOrRefused(times: readonly number[], window: number) {
  const entries = times.map((time, index) => request(index + 1, time));
  const ordered: number[] = [];
  try {
    for (const entry of orderByTime(entries, window)) {
      if ('conversation' in entry) ordered.push(entry.conversation.turns[0]?.atNs ?? Number.NaN);
    }
    return { ordered, refusal: undefined };
  } catch (error) {
    return { ordered, refusal: error instanceof ConfigError ? error.code : String(error) };
  }
}

describe('entries in order of time', () => {
  it('begin at 0, whatever the first time is', () => {
    expect(shown(orderByTime([request(1, 5), request(2, 7)]))).toEqual(['1@0', '2@2']);
    expect(shown(orderByTime([request(1, 0), request(2, -3)], 5)).slice(0, 2)).toEqual([
      '2@0',
      '1@3',
    ]);
  });

  it('keep the order of the file where times are equal', () => {
    const entries = [request(1, 2), request(2, 1), request(3, 2), request(4, 1)];
    expect(shown(orderByTime(entries)).slice(0, 4)).toEqual(['2@0', '4@0', '1@1', '3@1']);
  });

  it('end with a warning that says how far the file was out of order', () => {
    const entries = [
      request(1, 0),
      request(2, 9 * SECOND),
      request(3, SECOND),
      request(4, 5 * SECOND),
    ];
    expect(shown(orderByTime(entries)).at(-1)).toBe(
      '3: 2 rows were out of order by up to 8.00 s, now sorted',
    );
    expect(shown(orderByTime([request(1, 0), request(2, 1)]))).toHaveLength(2);
  });

  it('begin with the first request that is sent, not with one that failed', () => {
    expect(shown(orderByTime([failed(1, 0), request(2, 4), request(3, 6)]))).toEqual([
      '1!',
      '2@0',
      '3@2',
    ]);
  });

  it('keep those without a time behind the one before them', () => {
    const entries = [unreadable(1), request(2, 5), unreadable(3), request(4, 1), request(5)];
    expect(shown(orderByTime(entries)).slice(0, 5)).toEqual([
      '1!',
      '4@0',
      '5@undefined',
      '2@4',
      '3!',
    ]);
  });

  it('are refused where one belongs before those that have left the window, with what to do', () => {
    const entries = [1, 2, 3, 4, 0].map((second, index) => request(index + 1, second * SECOND));
    expect(() => shown(orderByTime(entries, 2, 'sort it: sort file'))).toThrow(
      /^line 5 is out of order by 4\.00 s, beyond a window of 2 rows\. Sort it: sort file\.$/,
    );
    expect(shown(orderByTime(entries, 4)).slice(0, 5)).toEqual([
      '5@0',
      ...[1, 2, 3, 4].map((line) => `${line}@${line * SECOND}`),
    ]);
  });

  it('are not held where none has a time', () => {
    function* entries(): Generator<DatasetEntry> {
      yield unreadable(1);
      yield request(2);
      throw new Error('read on');
    }
    const seen: DatasetEntry[] = [];
    expect(() => {
      for (const entry of orderByTime(entries())) seen.push(entry);
    }).toThrow('read on');
    expect(shown(seen)).toEqual(['1!', '2@undefined']);
  });

  it('are held by the size of their texts as well', () => {
    const content = {
      messages: [{ role: 'user', content: 'x'.repeat(30 * 1024 * 1024) }],
    } as const;
    function* entries(): Generator<DatasetEntry> {
      for (const line of [1, 2, 3]) {
        const turns = [{ line, atNs: line, input: { kind: 'content', content } }] as const;
        yield { conversation: { label: '', history: 'none', turns } };
      }
      throw new Error('read on');
    }
    const seen: DatasetEntry[] = [];
    expect(() => {
      for (const entry of orderByTime(entries())) seen.push(entry);
    }).toThrow('read on');
    expect(shown(seen)).toEqual(['1@0']);
  });

  it('are those of a stable sort, for any times within the window', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 200 }), (times) => {
        const entries = times.map((time, index) => request(index + 1, time));
        const least = Math.min(...times);
        const sorted = times
          .map((time, index) => ({ time, line: index + 1 }))
          .toSorted((one, other) => one.time - other.time)
          .map(({ time, line }) => `${line}@${time - least}`);
        expect(shown(orderByTime(entries, 200)).slice(0, times.length)).toEqual(sorted);
      }),
    );
  });

  it('are all there or refused, for any times and any window', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 100 }),
        fc.integer({ min: 1, max: 20 }),
        (times, window) => {
          const { ordered, refusal } = orderedOrRefused(times, window);
          expect(ordered).toEqual(ordered.toSorted((one, other) => one - other));
          expect([undefined, 'CONFIG']).toContain(refusal);
          expect(refusal === undefined ? ordered.length : times.length).toBe(times.length);
        },
      ),
    );
  });
});

describe('a part of a trace', () => {
  it('begins at 0 with its first request, keeps gaps and excludes its end', () => {
    const entries = [0, 3, 5, 9, 10].map((time, index) => request(index + 1, time));
    expect(shown(cutTime(entries, { fromNs: 2, toNs: 10 }))).toEqual(['2@0', '3@2', '4@6']);
  });

  it('has the faults that lie in it', () => {
    const entries = [
      request(1, 0),
      unreadable(2),
      failed(3, 2),
      request(4, 5),
      unreadable(5),
      failed(6, 7),
      request(7, 8),
    ];
    expect(shown(cutTime(entries, { fromNs: 4, toNs: 8 }))).toEqual(['4@0', '5!', '6!']);
  });

  it('reads no further than its end', () => {
    function* entries(): Generator<DatasetEntry> {
      yield request(1, 0);
      yield request(2, 10);
      throw new Error('read on');
    }
    expect(shown(cutTime(entries(), { toNs: 10 }))).toEqual(['1@0']);
  });
});
