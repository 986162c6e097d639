import {
  chanceOfAtLeast,
  chanceOfAtMost,
} from '../../packages/core/dist/stats/distribution/binomial.js';
import { ERROR } from './plan.mjs';

/**
 * Exact coverage of both bounds of a percentile, independent values.
 * @param {number} count values
 * @param {number} above probability of a value beyond the percentile
 */
export function exactCoverage(count, above) {
  let fewest = 0;
  while (chanceOfAtMost(fewest, count, above) <= ERROR) fewest += 1;
  let most = Math.floor(count * above);
  while (chanceOfAtLeast(most, count, above) > ERROR) most += 1;
  return {
    upper: 1 - chanceOfAtMost(fewest - 1, count, above),
    lower: 1 - chanceOfAtLeast(most, count, above),
  };
}

/** Chances below this are left out: their sum changes no printed digit. */
const NEGLIGIBLE = 1e-13;

/** Values of a look that decides alone. */
const DECIDES_ALONE = 256;

/**
 * Exact probability that looks at doubling numbers of independent values decide at the true percentile: one of 256
 * or more alone, a smaller one when the look before it found the same, and the last at all values.
 * @param {{ first: number, total: number, errorAt: (look: number) => number }} looks
 * @param {number} above probability of a value beyond the percentile
 * @returns {number} 0 to 1
 */
export function exactDecided({ first, total, errorAt }, above) {
  let decided = 0;
  let have = 0;
  // Chances of each number of values beyond, by what the look before found.
  let chances = { inconclusive: new Map([[0, 1]]), met: new Map(), missed: new Map() };
  for (let look = 1; have < total; look += 1) {
    const count = Math.min(total, first * 2 ** (look - 1));
    const more = binomial(count - have, above);
    const next = { inconclusive: new Map(), met: new Map(), missed: new Map() };
    for (const [before, known] of Object.entries(chances)) {
      for (const [beyond, chance] of added(known, more)) {
        const found = verdictOn(beyond, count, { above, error: errorAt(look) });
        const isAlone = count >= DECIDES_ALONE || count === total;
        const isDecided = found !== 'inconclusive' && (found === before || isAlone);
        if (isDecided) decided += chance;
        else next[found].set(beyond, (next[found].get(beyond) ?? 0) + chance);
      }
    }
    chances = next;
    have = count;
  }
  return decided;
}

/** @param {number} beyond @param {number} count @param {{ above: number, error: number }} test */
function verdictOn(beyond, count, { above, error }) {
  if (chanceOfAtMost(beyond, count, above) <= error) return 'met';
  return chanceOfAtLeast(beyond, count, above) <= error ? 'missed' : 'inconclusive';
}

/** @param {number} trials @param {number} probability @returns {Map<number, number>} chance of each count */
function binomial(trials, probability) {
  const chances = new Map();
  let logarithm = trials * Math.log1p(-probability);
  for (let count = 0; count <= trials; count += 1) {
    const chance = Math.exp(logarithm);
    if (chance > NEGLIGIBLE) chances.set(count, chance);
    logarithm += Math.log(((trials - count) / (count + 1)) * (probability / (1 - probability)));
  }
  return chances;
}

/** The sum of two independent counts. @param {Map<number, number>} one @param {Map<number, number>} other */
function added(one, other) {
  const sums = new Map();
  for (const [first, chance] of one) {
    for (const [second, more] of other) {
      const sum = first + second;
      sums.set(sum, (sums.get(sum) ?? 0) + chance * more);
    }
  }
  return sums;
}
