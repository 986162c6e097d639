import { LanesError } from './lanes-error.mjs';

/** Longest limit: timers hold 24 days at most. */
const MOST_MINUTES = 24 * 60;

/**
 * @typedef {object} StepCommand
 * @property {string} name of the npm script
 * @property {readonly string[]} args of `npm run`, the name included
 */

/** @returns {StepCommand} */
function parseStep(text, lane) {
  const [name, ...more] = text.trim().split(/\s+/u);
  if (name === '') throw new LanesError(`invalid lane "${lane}": expected SCRIPT [-- ARG...], ...`);
  return { name, args: [name, ...more] };
}

/**
 * @param {readonly string[]} texts one for each lane: "SCRIPT, SCRIPT -- ARG"
 * @returns {readonly (readonly StepCommand[])[]}
 * @throws {LanesError} without lanes, or with an empty one
 */
export function parseLanes(texts) {
  if (texts.length === 0) throw new LanesError('expected at least one lane');
  return texts.map((lane) => lane.split(',').map((step) => parseStep(step, lane)));
}

/**
 * @param {string | undefined} text minutes, above 0, at most 1,440
 * @returns {number} ms; infinite without a text
 * @throws {LanesError} when it is no such number
 */
export function parseLimitMs(text) {
  if (text === undefined) return Number.POSITIVE_INFINITY;
  const minutes = Number(text);
  if (minutes > 0 && minutes <= MOST_MINUTES) return minutes * 60_000;
  throw new LanesError(
    `invalid --limit-minutes "${text}": expected minutes, at most ${MOST_MINUTES}`,
  );
}
