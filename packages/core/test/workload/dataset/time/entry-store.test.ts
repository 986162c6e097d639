import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DatasetEntry, Turn } from '../../../../src/workload/dataset/dataset.ts';
import { EntryStore } from '../../../../src/workload/dataset/time/entry-store.ts';

const entryOf = (turn: Turn, more: object = {}): DatasetEntry => ({
  conversation: { label: '', history: 'none', turns: [turn], ...more },
});

const plain: Turn = { line: 3, input: { kind: 'lengths', inputTokens: 7 } };

const tokens = fc.nat();

const turn: fc.Arbitrary<Turn> = fc.record(
  {
    line: tokens,
    input: fc.record(
      {
        kind: fc.constant('lengths' as const),
        inputTokens: tokens,
        blocks: fc.array(fc.string(), { maxLength: 4 }),
        blockTokens: tokens,
        pictures: tokens,
      },
      { requiredKeys: ['kind', 'inputTokens'], noNullPrototype: true },
    ),
    output: fc.record(
      { tokens, kind: fc.constantFrom('demand', 'cap', 'estimate') },
      { noNullPrototype: true },
    ),
    atNs: fc.integer(),
    delayNs: tokens,
    label: fc.string(),
    model: fc.string(),
  },
  { requiredKeys: ['line', 'input'], noNullPrototype: true },
);

describe('kept entries', () => {
  it.each([
    ['a request of lengths', entryOf(plain)],
    [
      'one with blocks and a time',
      entryOf({
        ...plain,
        atNs: 5,
        input: { kind: 'lengths', inputTokens: 9, blocks: ['1', ''], blockTokens: 4 },
      }),
    ],
    [
      'one without a block',
      entryOf({ ...plain, input: { kind: 'lengths', inputTokens: 9, blocks: [] } }),
    ],
    [
      'one whose id has a zero byte',
      entryOf({ ...plain, input: { kind: 'lengths', inputTokens: 9, blocks: ['\0'] } }),
    ],
    ['one with a delay', entryOf({ ...plain, delayNs: 5 })],
    ['one that waits for another', entryOf({ ...plain, after: ['x'] })],
    ['a text', entryOf({ line: 1, input: { kind: 'content', content: { messages: [] } } })],
    ['a conversation of two turns', entryOf(plain, { turns: [plain, plain] })],
    ['one with a name', entryOf(plain, { label: 'a' })],
    ['one with live history', entryOf(plain, { history: 'live' })],
    ['a fault', { fault: { line: 1, kind: 'failed', reason: 'x', atNs: 4 } } as const],
    ['a warning', { warning: { line: 1, reason: 'x' } }],
  ])('come back as they were: %s', (_what, entry) => {
    const store = new EntryStore(1);
    expect(store.take(store.put(entry), 0)).toStrictEqual(entry);
  });

  it('come back as they were, for any turns and in any order of slots', () => {
    fc.assert(
      fc.property(fc.array(turn, { minLength: 1, maxLength: 8 }), fc.integer(), (turns, byNs) => {
        const store = new EntryStore(turns.length);
        for (const round of [turns, turns.toReversed()]) {
          const slots = round.map((one) => store.put(entryOf(one)));
          expect(new Set(slots).size).toBe(turns.length);
          const back = slots.map((slot) => store.take(slot, byNs));
          expect(back).toStrictEqual(
            round.map((one) =>
              entryOf(one.atNs === undefined ? one : { ...one, atNs: one.atNs + byNs }),
            ),
          );
        }
      }),
    );
  });
});
