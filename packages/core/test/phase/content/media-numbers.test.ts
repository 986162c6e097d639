import { describe, expect, it } from 'vitest';
import { MediaNumbers } from '../../../src/phase/content/media-numbers.ts';

function numbered(index: number, count: number): { first: number[]; later: number[] } {
  const numbers = new MediaNumbers();
  numbers.beginStage({ index: 0, count: 1 });
  numbers.next();
  numbers.beginStage({ index, count });
  const own = Array.from({ length: 12 / count });
  return { first: own.map(() => numbers.next()), later: own.map(() => numbers.nextLater()) };
}

describe('the numbers of media', () => {
  it.each([2, 3, 4])('are those of the whole for %i slices', (count) => {
    const whole = numbered(0, 1);
    const slices = Array.from({ length: count }, (_, index) => numbered(index, count));
    for (const kind of ['first', 'later'] as const) {
      const all = slices.flatMap((slice) => slice[kind]).toSorted((one, other) => one - other);
      expect(all).toEqual(whole[kind]);
    }
  });

  it('differ between stages, and between first and later requests', () => {
    const numbers = new MediaNumbers();
    const all = [0, 1, 2].flatMap(() => {
      numbers.beginStage({ index: 0, count: 1 });
      return [numbers.next(), numbers.next(), numbers.nextLater(), numbers.nextLater()];
    });
    expect(new Set(all).size).toBe(all.length);
  });
});
