import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stepDown, type StepDownOutcome } from '../../src/stats/step-down.ts';

const probabilities = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 20 });

function holm(values: readonly number[], missRate: number): StepDownOutcome[] {
  return stepDown(values, (left) => missRate / left.length);
}

describe('a step-down correction with the levels of Holm', () => {
  test('divides by all for the smallest, by one fewer for the next, until one fails', () => {
    const outcomes = holm([0.02, 0.001, 0.3, 0.012], 0.05);
    // 0.001 <= 0.05 / 4, 0.012 <= 0.05 / 3, 0.02 <= 0.05 / 2, 0.3 > 0.05
    expect(outcomes.map(({ isFound }) => isFound)).toEqual([true, true, false, true]);
    expect(outcomes.map(({ level }) => level)).toEqual([0.025, 0.0125, 0.05, 0.05 / 3]);
  });

  test('a failed one stops all later ones, even where they would pass separately', () => {
    const outcomes = holm([0.02, 0.03, 0.04], 0.05);
    expect(outcomes).toEqual([
      { level: 0.05 / 3, isFound: false },
      { level: 0.05 / 3, isFound: false },
      { level: 0.05 / 3, isFound: false },
    ]);
  });

  test('finds exactly those at or below their level', () => {
    fc.assert(
      fc.property(probabilities, (values) => {
        for (const [index, { level, isFound }] of holm(values, 0.05).entries()) {
          expect(isFound).toBe((values[index] ?? NaN) <= level);
        }
      }),
    );
  });

  test('finds at least as much as a division by their number, and no more than no correction', () => {
    fc.assert(
      fc.property(probabilities, (values) => {
        const found = holm(values, 0.05).flatMap(({ isFound }, index) =>
          isFound ? [values[index] ?? NaN] : [],
        );
        const surely = values.filter((value) => value <= 0.05 / values.length);
        expect(found).toEqual(expect.arrayContaining(surely));
        expect(found.filter((value) => value > 0.05)).toEqual([]);
      }),
    );
  });

  test('finds nothing for an unknown probability', () => {
    expect(holm([Number.NaN], 0.05)).toEqual([{ level: 0.05, isFound: false }]);
  });
});
