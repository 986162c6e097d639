import { median, spreadOf } from '../statistics.mjs';

/**
 * @typedef {{ comparison: 'at least' | 'at most', value: number } | { comparison: 'between', value: number, and: number }} Target
 *   what the figure should be
 *
 * @typedef {'lower' | 'higher'} Better which values of a figure are better
 *
 * @typedef {object} Figure
 * @property {string} name unique within its section; ends with the unit where it has one
 * @property {string} unit `ratio`, `count` and others without a dimension compare across machines
 * @property {number | null} value median of the repeats, unless its section says otherwise; null when it was not measured
 * @property {string} [reason] why there is no value
 * @property {{ count: number, min: number, p25: number, p75: number, max: number }} [spread] of the repeats
 * @property {Better} [better] absent where neither is
 * @property {Target} [target]
 * @property {boolean | null} [holds] whether the value meets the target; null when there is no value
 */

/** Of a figure without a target: its lower values are better. @type {Better} */
export const LOWER = 'lower';

/** Of a figure without a target: its higher values are better. @type {Better} */
export const HIGHER = 'higher';

/** @param {number} value @returns {Target} */
export function atLeast(value) {
  return { comparison: 'at least', value };
}

/** @param {number} value @returns {Target} */
export function atMost(value) {
  return { comparison: 'at most', value };
}

/** @param {number} value @param {number} and the larger bound @returns {Target} */
export function between(value, and) {
  return { comparison: 'between', value, and };
}

/**
 * A figure with its repeats. Without any, or with one that is not finite, the figure is absent.
 * @param {string} name
 * @param {string} unit
 * @param {number | readonly number[]} values one for each repeat
 * @param {Target | Better} [wanted]
 * @returns {Figure}
 */
export function measured(name, unit, values, wanted) {
  return summarized({ name, unit, ...expectation(wanted) }, values, median);
}

/**
 * A figure that every repeat has to meet: its value is the largest.
 * @param {string} name
 * @param {string} unit
 * @param {number | readonly number[]} values one for each repeat
 * @param {Target | Better} [wanted]
 * @returns {Figure}
 */
export function worst(name, unit, values, wanted) {
  return summarized({ name, unit, ...expectation(wanted) }, values, largest);
}

/**
 * @param {string} name
 * @param {string} unit
 * @param {string} reason
 * @param {Target | Better} [wanted]
 * @returns {Figure}
 */
export function absent(name, unit, reason, wanted) {
  return without({ name, unit, ...expectation(wanted) }, reason);
}

/** @param {readonly number[]} values */
function largest(values) {
  return Math.max(...values);
}

/** @param {Target | Better | undefined} wanted @returns {Pick<Figure, 'better' | 'target'>} */
function expectation(wanted) {
  if (wanted === undefined) return {};
  if (typeof wanted === 'string') return { better: wanted };
  const better = { 'at most': LOWER, 'at least': HIGHER }[wanted.comparison];
  return { ...(better === undefined ? {} : { better }), target: wanted };
}

/**
 * @param {Pick<Figure, 'name' | 'unit' | 'better' | 'target'>} figure
 * @param {number | readonly number[]} values
 * @param {(repeats: readonly number[]) => number} summarize
 * @returns {Figure}
 */
function summarized(figure, values, summarize) {
  const repeats = typeof values === 'number' ? [values] : values;
  if (repeats.length === 0) return without(figure, 'there was no repeat to measure');
  if (!repeats.every((value) => Number.isFinite(value))) {
    return without(figure, `a repeat gave no number: ${repeats.join(', ')}`);
  }
  const value = summarize(repeats);
  const complete = { ...figure, value, spread: spreadOf(repeats) };
  return figure.target === undefined
    ? complete
    : { ...complete, holds: meets(value, figure.target) };
}

/** @param {Pick<Figure, 'name' | 'unit' | 'better' | 'target'>} figure @param {string} reason @returns {Figure} */
function without(figure, reason) {
  const { target } = figure;
  return { ...figure, value: null, reason, ...(target === undefined ? {} : { holds: null }) };
}

/** @param {number} value @param {Target} target */
function meets(value, target) {
  switch (target.comparison) {
    case 'at least':
      return value >= target.value;
    case 'at most':
      return value <= target.value;
    case 'between':
      return value >= target.value && value <= target.and;
    default:
      throw new Error(`unknown comparison "${target.comparison}"`);
  }
}
