import type { Effect } from './effect.ts';
import { average } from './time-weighted.ts';

/** A figure of one run, and when that run began, on any clock that all of them share. */
export interface TimedFigure {
  readonly value: number;
  readonly beganAt: number;
}

/** Fewer runs per side do not distinguish a drift from chance. */
const MIN_RUNS_A_SIDE = 3;

/** With sides further apart in time than this correlation, a drift cannot be separated from their difference. */
const MAX_CORRELATION = 0.5;

function centered(values: readonly number[]): number[] {
  const middle = average(values);
  return values.map((value) => value - middle);
}

function product(one: readonly number[], other: readonly number[]): number {
  return one.reduce((sum, value, index) => sum + value * (other[index] ?? 0), 0);
}

/** Runs in order of time, each column centered. */
interface Turns {
  /** The candidate is 1 above the base. */
  readonly side: readonly number[];
  readonly place: readonly number[];
  readonly value: readonly number[];
}

/** The runs of both sides; undefined where they did not take turns. */
function turnsOf(
  base: readonly TimedFigure[],
  candidate: readonly TimedFigure[],
): Turns | undefined {
  if (base.length < MIN_RUNS_A_SIDE || candidate.length < MIN_RUNS_A_SIDE) return undefined;
  const all = [
    ...base.map((one) => ({ ...one, side: 0 })),
    ...candidate.map((one) => ({ ...one, side: 1 })),
  ].toSorted((a, b) => a.beganAt - b.beganAt);
  if (new Set(all.map(({ beganAt }) => beganAt)).size < all.length) return undefined;
  const side = centered(all.map((one) => one.side));
  const place = centered(all.map((_, index) => index));
  const together = product(side, side) * product(place, place);
  if (product(side, place) ** 2 > MAX_CORRELATION ** 2 * together) return undefined;
  return { side, place, value: centered(all.map((one) => one.value)) };
}

/** Whether the runs of two sides alternated, so that a drift over time is no difference between them. */
export function tookTurns(
  base: readonly TimedFigure[],
  candidate: readonly TimedFigure[],
): boolean {
  return turnsOf(base, candidate) !== undefined;
}

/**
 * The difference of a figure between two sides whose runs alternated: least squares on the side and on the place in the order
 * of time, so that a steady drift of the machine or the server affects neither side nor the error.
 * It costs one degree of freedom.
 * @param base one finite figure per run
 * @returns undefined where the runs did not alternate, or do not vary
 */
export function effectOfTurns(
  base: readonly TimedFigure[],
  candidate: readonly TimedFigure[],
): Effect | undefined {
  const turns = turnsOf(base, candidate);
  if (turns === undefined) return undefined;
  const { side, place, value } = turns;
  const shared = product(side, place);
  const [ofSide, ofPlace] = [product(side, value), product(place, value)];
  const [sides, places] = [product(side, side), product(place, place)];
  const spread = sides * places - shared ** 2;
  const estimate = (ofSide * places - ofPlace * shared) / spread;
  const drift = (ofPlace * sides - ofSide * shared) / spread;
  const rests = value.map(
    (one, index) => one - estimate * (side[index] ?? 0) - drift * (place[index] ?? 0),
  );
  const degreesOfFreedom = value.length - 3;
  const squares = product(rests, rests);
  // Residuals of equal figures need not be exactly 0.
  if (squares <= product(value, value) * Number.EPSILON) return undefined;
  const error = Math.sqrt(((squares / degreesOfFreedom) * places) / spread);
  return { estimate, errorBelow: error, errorAbove: error, degreesOfFreedom, rests };
}
