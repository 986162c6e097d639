import { median, spreadOf } from '../statistics.mjs';

/**
 * @typedef {{ comparison: 'at least' | 'at most', value: number } | { comparison: 'between', value: number, and: number }} Target
 *   what the figure should be
 *
 * @typedef {object} Figure
 * @property {string} name of one section unique; the unit is its ending where it has one
 * @property {string} unit
 * @property {number | null} value of the repeats, the median unless its section says otherwise; null when it could not be measured
 * @property {string} [reason] why there is no value
 * @property {{ count: number, min: number, p25: number, p75: number, max: number }} [spread] of the repeats
 * @property {Target} [target]
 * @property {boolean | null} [holds] whether the value meets the target; null when there is no value
 */

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
 * A figure with its repeats. Without a single one, or with one that is no number, the figure is absent.
 * @param {string} name
 * @param {string} unit
 * @param {number | readonly number[]} values one for each repeat
 * @param {Target} [target]
 * @returns {Figure}
 */
export function measured(name, unit, values, target) {
  return summarized(name, unit, values, median, target);
}

/**
 * A figure that every repeat has to meet: its value is the largest.
 * @param {string} name
 * @param {string} unit
 * @param {number | readonly number[]} values one for each repeat
 * @param {Target} [target]
 * @returns {Figure}
 */
export function worst(name, unit, values, target) {
  return summarized(name, unit, values, (repeats) => Math.max(...repeats), target);
}

/**
 * @param {string} name
 * @param {string} unit
 * @param {number | readonly number[]} values
 * @param {(repeats: readonly number[]) => number} summarize
 * @param {Target | undefined} target
 * @returns {Figure}
 */
function summarized(name, unit, values, summarize, target) {
  const repeats = typeof values === 'number' ? [values] : values;
  if (repeats.length === 0) return absent(name, unit, 'there was no repeat to measure', target);
  if (!repeats.every((value) => Number.isFinite(value))) {
    return absent(name, unit, `a repeat gave no number: ${repeats.join(', ')}`, target);
  }
  const value = summarize(repeats);
  const figure = { name, unit, value, spread: spreadOf(repeats) };
  return target === undefined ? figure : { ...figure, target, holds: meets(value, target) };
}

/**
 * @param {string} name
 * @param {string} unit
 * @param {string} reason
 * @param {Target} [target]
 * @returns {Figure}
 */
export function absent(name, unit, reason, target) {
  const figure = { name, unit, value: null, reason };
  return target === undefined ? figure : { ...figure, target, holds: null };
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
      throw new Error(`There is no comparison "${target.comparison}".`);
  }
}
