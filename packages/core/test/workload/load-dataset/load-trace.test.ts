import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Conversation } from '../../../src/workload/dataset/dataset.ts';
import { readTrace } from '../../../src/workload/load-dataset/load-trace.ts';
import { TimedHeap } from '../../../src/workload/load-dataset/timed-heap.ts';
import { tracePrompts } from '../../../src/workload/supply/trace-prompts.ts';
import { ofLengths, openEntries, single, talk, userTurn } from './built-files.ts';

const ALL = { most: Infinity };

function open(...conversations: readonly Conversation[]) {
  return openEntries(conversations.map((conversation) => ({ conversation })));
}

describe('a trace', () => {
  it('has the times of its requests after the first, sorted, and the sums of its lengths', () => {
    const { atNs, tokens, unsetOutputs } = readTrace(
      open(
        ofLengths(10, 2, { atNs: 7e9 }),
        ofLengths(20, 3, { atNs: 9e9 }),
        ofLengths(30, 4, { atNs: 8e9 }),
      ),
      ALL,
    );
    expect([...atNs]).toEqual([0, 1e9, 2e9]);
    expect([tokens, unsetOutputs]).toEqual([69, 0]);
  });

  it('is read up to the requests that its stage needs, and in the part that it names', () => {
    const rows = [0, 1, 2, 3, 4].map((second) => ofLengths(10 + second, 1, { atNs: second * 1e9 }));
    expect([...readTrace(open(...rows), { most: 2 }).atNs]).toEqual([0, 1e9]);
    const part = readTrace(open(...rows), { most: Infinity, fromNs: 1e9, toNs: 4e9 });
    expect([...part.atNs]).toEqual([0, 1e9, 2e9]);
    expect(part.tokens).toBe(11 + 12 + 13 + 3);
  });

  it('sends turns of conversations at their times, or after their delay', () => {
    const answer = { role: 'assistant', content: 'A' } as const;
    const trace = readTrace(
      open(
        talk([
          userTurn('a', { atNs: 0, answer }),
          userTurn('b', { delayNs: 5e9, answer }),
          userTurn('c', { atNs: 6e9 }),
        ]),
        single('d', { atNs: 1e9 }),
        single('e', { atNs: 5.5e9 }),
      ),
      ALL,
    );
    expect([...trace.atNs]).toEqual([0, 1e9, 5e9, 5.5e9, 6e9]);
    const prompts = tracePrompts(trace, {
      seed: 1,
      stage: 'trace',
      outputTokens: 4,
      isOutputDemanded: false,
    });
    expect(
      Array.from(prompts, ({ messages }) => messages.map(({ content }) => content).join(' ')),
    ).toEqual(['a', 'd', 'a A b', 'e', 'a A b A c']);
  });

  it('is refused without times, naming the line', () => {
    expect(() => readTrace(open(single('a', { line: 4 })), ALL)).toThrow(
      '"built" has no times: line 4 has none',
    );
  });
});

describe('values by time', () => {
  it('leave in the order of their times, and of their arrival at the same time', () => {
    const times = fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 60 });
    fc.assert(
      fc.property(times, fc.integer({ min: 0, max: 20 }), (all, until) => {
        const heap = new TimedHeap<number>();
        for (const [order, atNs] of all.entries()) heap.push(atNs, order);
        const sorted = all
          .map((atNs, order) => [atNs, order] as const)
          .toSorted(([one, first], [other, second]) => one - other || first - second);
        const taken = [...heap.takeUntil(until), ...heap.takeUntil(Infinity)];
        expect(taken.map(({ atNs, value }) => [atNs, value])).toEqual(sorted);
      }),
    );
  });
});
