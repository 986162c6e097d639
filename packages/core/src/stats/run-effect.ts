import type { Effect } from './effect.ts';
import { average } from './time-weighted.ts';

/** Deviations from the average. */
function restsOf(values: readonly number[]): number[] {
  const middle = average(values);
  return values.map((value) => value - middle);
}

function squaresOf(rests: readonly number[]): number {
  return rests.reduce((sum, rest) => sum + rest ** 2, 0);
}

/** In how many ways so many can be chosen out of all. */
function choices(all: number, chosen: number): number {
  let ways = 1;
  for (let step = 1; step <= chosen; step += 1) ways = (ways * (all - chosen + step)) / step;
  return ways;
}

/** By comparison: a sum of squares of equal figures need not be exactly 0. */
function isConstant(values: readonly number[]): boolean {
  return values.every((value) => value === values[0]);
}

function isInfinite(value: number): boolean {
  return value === Number.POSITIVE_INFINITY;
}

/**
 * The effect of two sides that differ without variation within each: their order, by an exact permutation test. How far
 * apart they would be in other runs is unknown.
 */
function effectByOrder(
  estimate: number,
  base: readonly number[],
  candidate: readonly number[],
): Effect {
  return {
    estimate,
    errorBelow: Infinity,
    errorAbove: Infinity,
    degreesOfFreedom: base.length + candidate.length - 2,
    probability: Math.min(1, 2 / choices(base.length + candidate.length, base.length)),
  };
}

/** Where every run of one side is infinite and none of the other, only their order can be judged. */
function separatedEffect(
  base: readonly number[],
  candidate: readonly number[],
): Effect | undefined {
  const isUp = candidate.every(isInfinite) && !base.some(isInfinite);
  const isDown = base.every(isInfinite) && !candidate.some(isInfinite);
  if (!isUp && !isDown) return undefined;
  return effectByOrder(isUp ? Infinity : -Infinity, base, candidate);
}

/**
 * The difference of a figure between two sides of several runs, from the variation of runs within a side: Welch's
 * t where both sides have several; a single run on one side is assumed to vary as the other side does. Runs that
 * do not vary at all, as rates of rare failures do not, leave an error of 0, which is not that of the next run: they are
 * judged by their order.
 * @param base one figure per run
 * @returns undefined when neither side has two runs, or when some but not all of a side are infinite
 */
export function effectOfRuns(
  base: readonly number[],
  candidate: readonly number[],
): Effect | undefined {
  if (base.length === 0 || candidate.length === 0 || base.length + candidate.length < 3) {
    return undefined;
  }
  if (![...base, ...candidate].every(Number.isFinite)) return separatedEffect(base, candidate);
  const estimate = average(candidate) - average(base);
  const [baseRests, candidateRests] = [restsOf(base), restsOf(candidate)];
  const [baseSquares, candidateSquares] = [squaresOf(baseRests), squaresOf(candidateRests)];
  if (isConstant(base) && isConstant(candidate) && estimate !== 0) {
    return effectByOrder(estimate, base, candidate);
  }
  // They vary, or the figures are the same throughout and have no error.
  const rests = [...baseRests, ...candidateRests];
  if (base.length === 1 || candidate.length === 1) {
    const degreesOfFreedom = base.length + candidate.length - 2;
    const variance = (baseSquares + candidateSquares) / degreesOfFreedom;
    const error = Math.sqrt(variance * (1 / base.length + 1 / candidate.length));
    return { estimate, errorBelow: error, errorAbove: error, degreesOfFreedom, rests };
  }
  const baseError = baseSquares / (base.length - 1) / base.length;
  const candidateError = candidateSquares / (candidate.length - 1) / candidate.length;
  const error = Math.sqrt(baseError + candidateError);
  const degreesOfFreedom =
    error === 0
      ? base.length + candidate.length - 2
      : (baseError + candidateError) ** 2 /
        (baseError ** 2 / (base.length - 1) + candidateError ** 2 / (candidate.length - 1));
  return { estimate, errorBelow: error, errorAbove: error, degreesOfFreedom, rests };
}
