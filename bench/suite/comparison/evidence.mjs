/**
 * Repeats that a side needs for a verdict. Where nothing changed, the ranges of 4 repeats a side are disjoint in 3% of
 * cases, those of 3 in 10%.
 */
const LEAST_REPEATS = 4;

/**
 * Repeats from which the middle half stands for a side, as the range of many is that of their outliers. Where nothing
 * changed, the middle halves of 10 repeats a side are disjoint in about 2% of cases, those of more in fewer.
 */
const MANY_REPEATS = 10;

/** Units whose figures do not depend on how fast or large the machine is. */
const COMPARABLE_UNITS = ['ratio', 'count', 'pages', 'boolean', 'values', 'runs', 'requests'];

/** Opposite of each direction. */
const DIRECTIONS = { lower: ['better', 'worse'], higher: ['worse', 'better'] };

/**
 * @typedef {'better' | 'worse' | 'different' | 'equal' | 'inconclusive'} Verdict `different`: neither direction is better
 *
 * @typedef {{ verdict: Verdict, reason?: string }} Judgment with why it is inconclusive
 */

/** @param {string} unit @returns {boolean} whether figures of two machines compare */
export function isComparable(unit) {
  return COMPARABLE_UNITS.includes(unit);
}

/**
 * Judges two values of one figure: they differ only where the spreads of their repeats do not overlap.
 * @param {import('../report/figure.mjs').Figure} base
 * @param {import('../report/figure.mjs').Figure} now
 * @returns {Judgment}
 */
export function judge(base, now) {
  const [one, other] = [spanOf(base), spanOf(now)];
  if (base.value === now.value) return { verdict: 'equal' };
  if (one === undefined || other === undefined) return inconclusive('too few repeats');
  if (one.low <= other.high && other.low <= one.high) return inconclusive('spreads overlap');
  const better = now.better ?? base.better;
  if (better === undefined) return { verdict: 'different' };
  const [below, above] = DIRECTIONS[better];
  return { verdict: other.high < one.low ? below : above };
}

/** @param {string} reason @returns {Judgment} */
export function inconclusive(reason) {
  return { verdict: 'inconclusive', reason };
}

/**
 * The spread of a side: the range of few repeats, the middle half of many.
 * @param {Pick<import('../report/figure.mjs').Figure, 'spread'>} figure
 * @returns {{ low: number, high: number } | undefined} undefined with too few repeats for a verdict
 */
function spanOf({ spread }) {
  return spread === undefined || spread.count < LEAST_REPEATS ? undefined : shownSpread(spread);
}

/**
 * @param {NonNullable<import('../report/figure.mjs').Figure['spread']>} spread
 * @returns {{ low: number, high: number }}
 */
export function shownSpread({ count, min, p25, p75, max }) {
  return count < MANY_REPEATS ? { low: min, high: max } : { low: p25, high: p75 };
}
