import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/workload/random.ts';

const seed = fc.integer({ min: 0, max: 2 ** 31 - 1 });

function fractions(of: number, label: string, count: number): number[] {
  const random = createRandom(of, label);
  return Array.from({ length: count }, () => random.fraction());
}

describe('random numbers', () => {
  it('are at least 0 and below 1, and below their bound', () => {
    fc.assert(
      fc.property(seed, fc.string(), fc.integer({ min: 1, max: 1000 }), (of, label, below) => {
        const random = createRandom(of, label);
        for (let drawn = 0; drawn < 20; drawn += 1) {
          const fraction = random.fraction();
          expect(fraction >= 0 && fraction < 1).toBe(true);
          const index = random.index(below);
          expect(Number.isInteger(index) && index >= 0 && index < below).toBe(true);
        }
      }),
    );
  });

  it('are the same for the same seed and label', () => {
    expect(fractions(3, 'prompts load', 100)).toEqual(fractions(3, 'prompts load', 100));
  });

  it('are independent for other seeds and labels, even adjacent ones', () => {
    const streams = [
      fractions(1, 'prompts load', 5000),
      fractions(2, 'prompts load', 5000),
      fractions(1, 'prompts baseline', 5000),
      fractions(1, 'arrivals load', 5000),
      fractions(1, 'prompts loae', 5000),
    ];
    for (const [index, one] of streams.entries()) {
      for (const other of streams.slice(index + 1)) {
        const correlation =
          one.reduce((sum, value, at) => sum + (value - 0.5) * ((other[at] ?? 0) - 0.5), 0) /
          (one.length / 12);
        // Four standard deviations.
        expect(Math.abs(correlation)).toBeLessThan(4 / Math.sqrt(5000));
      }
    }
  });

  it('are uniform over the indexes', () => {
    const random = createRandom(1, 'a');
    const counts = new Float64Array(10);
    for (let drawn = 0; drawn < 10_000; drawn += 1) {
      const index = random.index(10);
      counts[index] = (counts[index] ?? 0) + 1;
    }
    const chiSquare = counts.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
    // 99.9% of correct generators stay below this, with nine degrees of freedom.
    expect(chiSquare).toBeLessThan(27.9);
  });
});
