import { expect, it } from 'vitest';
import { differingKeys } from '../../../src/compare/likeness/differing-keys.ts';

const CLOSED = { name: 'closed', kind: 'closed', concurrency: 4 };
const OPEN = { name: 'open', kind: 'open', rate: { share: 0.5, of: 'closed' } };

function differing(before: readonly unknown[], after: readonly unknown[]): string[] {
  return differingKeys('load', { stages: before }, { stages: after });
}

it('compares items of a list by name', () => {
  expect(differing([CLOSED, OPEN], [{ ...CLOSED, concurrency: 8 }, OPEN])).toEqual([
    'load.stages.closed.concurrency differs (4 vs. 8)',
  ]);
});

it('reports an item that only one side has in a single line', () => {
  expect(differing([CLOSED, OPEN], [OPEN])).toEqual([
    'load.stages.closed differs (present vs. absent)',
  ]);
  expect(differing([OPEN], [CLOSED, OPEN])).toEqual([
    'load.stages.closed differs (absent vs. present)',
  ]);
});

it('reports a different order of the same items', () => {
  expect(differing([CLOSED, OPEN], [OPEN, CLOSED])).toEqual([
    'the order of load.stages differs (closed, open vs. open, closed)',
  ]);
});

it('compares lists of unnamed items as a whole', () => {
  expect(differing([1, 2], [1, 3])).toEqual(['load.stages differs ([1,2] vs. [1,3])']);
  expect(differing([CLOSED, CLOSED], [CLOSED])).toHaveLength(4);
  expect(differing([], [])).toEqual([]);
});

it('excludes ignored paths', () => {
  const lines = differingKeys('a', { b: 1, c: 1 }, { b: 2, c: 2 }, (path) => path === 'a.b');
  expect(lines).toEqual(['a.c differs (1 vs. 2)']);
});
