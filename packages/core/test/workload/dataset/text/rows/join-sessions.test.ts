import { describe, expect, it } from 'vitest';
import type { DatasetEntry } from '../../../../../src/workload/dataset/dataset.ts';
import { joinSessions } from '../../../../../src/workload/dataset/text/rows/join-sessions.ts';

const entryOf = (label: string, line: number, atNs?: number): DatasetEntry => ({
  conversation: {
    label,
    history: 'none',
    turns: [
      {
        line,
        input: { kind: 'content', content: { messages: [] } },
        ...(atNs === undefined ? {} : { atNs }),
      },
    ],
  },
});
const linesOf = (entries: Iterable<DatasetEntry>): unknown[] =>
  [...entries].map((entry) => {
    if ('conversation' in entry) return entry.conversation.turns.map(({ line }) => line);
    return 'fault' in entry ? `fault ${entry.fault.line}` : `warning ${entry.warning.line}`;
  });

describe('joined sessions', () => {
  it('stand where their first row stands, and those without a name stay apart', () => {
    const entries = [entryOf('a', 1), entryOf('', 2), entryOf('', 3), entryOf('a', 4)];
    expect(linesOf(joinSessions(entries))).toEqual([[1, 4], [2], [3]]);
  });

  it('hold no more conversations than the window, and name a row that comes too late', () => {
    const entries = [
      entryOf('a', 1),
      entryOf('b', 2),
      entryOf('c', 3),
      entryOf('a', 4),
      entryOf('b', 5),
    ];
    expect(linesOf(joinSessions(entries, 2))).toEqual([[1], 'fault 4', [2, 5], [3]]);
  });

  it('are read as they come', () => {
    let isRead = false;
    function* entries(): Generator<DatasetEntry> {
      yield entryOf('a', 1);
      yield entryOf('b', 2);
      isRead = true;
      yield entryOf('c', 3);
    }
    const [first] = joinSessions(entries(), 1);
    expect([first, isRead]).toEqual([entryOf('a', 1), false]);
  });

  it('keep the order of the file where a turn has no time', () => {
    const entries = [entryOf('a', 1, 5), entryOf('a', 2, 3), entryOf('a', 3)];
    expect(linesOf(joinSessions(entries))).toEqual([[1, 2, 3]]);
    expect(linesOf(joinSessions(entries.slice(0, 2)))).toEqual(['warning 1', [2, 1]]);
  });
});
