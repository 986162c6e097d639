import type { Aggregate } from '../metric/metric.ts';
import {
  bootstrapAverages,
  bootstrapQuantiles,
  cutIntoBlocks,
  freeBlocks,
  type BlockedValues,
} from '../stats/dependence/block-bootstrap.ts';
import { effectOfReplicates, type Effect } from '../stats/effect.ts';
import { effectOfTurns, type TimedFigure } from '../stats/interleaved-effect.ts';
import { effectOfRuns } from '../stats/run-effect.ts';

/** The scale of an effect: a ratio where every figure is above 0, else a difference. */
export type Scale = 'ratio' | 'difference';

/** An effect, or the reason why there is none. On the scale of ratios it is the natural logarithm of the ratio. */
export type Estimate =
  | {
      readonly kind: 'effect';
      readonly evidence: 'requests' | 'runs';
      readonly scale: Scale;
      readonly effect: Effect;
    }
  | { readonly kind: 'none'; readonly reason: string };

/** Number of bootstrap draws: enough to leave some beyond a corrected level. */
const REPLICATES = 4000;

/** Requests of one run that an interval needs on each side of a percentile; twice that for an average. */
const MIN_BEYOND = 10;

/** Minimum number of the rarer outcome of a share, both sides together. */
const MIN_RARE = 20;

/** Minimum number of free blocks on each side. */
const MIN_FREE_BLOCKS = 8;

const REPEATS_HINT = 'loadcell run --repeat 5';

/** Why there is no estimate within single runs for metrics that have no value per request. */
const ONE_VALUE_REASON = `one value per run; repeat the runs (${REPEATS_HINT})`;

/** FNV-1a: the same comparison always has the same draws. */
function seedOf(label: string): number {
  let hash = 0x811c9dc5;
  for (let position = 0; position < label.length; position += 1) {
    hash = Math.imul(hash ^ label.charCodeAt(position), 0x01000193);
  }
  return hash | 0;
}

const QUANTILES: Readonly<Partial<Record<Aggregate, number>>> = {
  p50: 0.5,
  p90: 0.9,
  p95: 0.95,
  p99: 0.99,
};

/** Number of values that an aggregate needs within one run. */
function neededValues(aggregate: Aggregate): number {
  const probability = QUANTILES[aggregate] ?? 0.5;
  return Math.ceil(MIN_BEYOND / (1 - probability) - 1e-9);
}

/** One side of a comparison within single runs. */
export interface RequestSide {
  /** The aggregate over the whole run. */
  readonly figure: number;
  /** In order of scheduled start; undefined where the metric does not consist of values of requests. */
  readonly values: Float64Array | undefined;
}

/** The number of the rarer outcome among values of 0 and 1; `Infinity` for other values. */
function rareCount(sides: readonly Float64Array[]): number {
  let ones = 0;
  let count = 0;
  for (const values of sides) {
    for (const value of values) {
      if (value !== 0 && value !== 1) return Number.POSITIVE_INFINITY;
      ones += value;
    }
    count += values.length;
  }
  return Math.min(ones, count - ones);
}

function isPositive(figures: readonly number[] | Float64Array): boolean {
  return figures.every((figure: number) => figure > 0);
}

function distance(scale: Scale, base: number, candidate: number): number {
  return scale === 'ratio' ? Math.log(candidate / base) : candidate - base;
}

/**
 * Estimates the difference of a figure between two runs from their requests: blocks of neighboring requests are resampled on
 * both sides. Variation between whole runs is not included.
 * @param label of the comparison; equal labels have equal draws
 */
export function estimateFromRequests(
  base: RequestSide,
  candidate: RequestSide,
  aggregate: Aggregate,
  label: string,
): Estimate {
  const probability = QUANTILES[aggregate];
  if (base.values === undefined || candidate.values === undefined) {
    return { kind: 'none', reason: ONE_VALUE_REASON };
  }
  if (aggregate !== 'avg' && probability === undefined) {
    return { kind: 'none', reason: `${aggregate} has ${ONE_VALUE_REASON}` };
  }
  const needed = neededValues(aggregate);
  const fewest = Math.min(base.values.length, candidate.values.length);
  if (fewest < needed) {
    return {
      kind: 'none',
      reason: `${aggregate} of ${fewest} values; one run needs ${needed}, or repeat the runs (${REPEATS_HINT})`,
    };
  }
  const rare = rareCount([base.values, candidate.values]);
  if (rare < MIN_RARE) {
    return {
      kind: 'none',
      reason: `a share of ${rare} requests of both sides; single runs need ${MIN_RARE}, or repeat the runs (${REPEATS_HINT})`,
    };
  }
  const baseBlocks = cutIntoBlocks([base.values]);
  const candidateBlocks = cutIntoBlocks([candidate.values]);
  const free = Math.min(freeBlocks(baseBlocks), freeBlocks(candidateBlocks));
  if (free < MIN_FREE_BLOCKS) {
    return {
      kind: 'none',
      reason: `the values change too slowly: they count as ${free + 1}; repeat the runs (${REPEATS_HINT})`,
    };
  }
  const drawAgain = (side: BlockedValues, name: string): Float64Array => {
    const seed = seedOf(`${label} ${name}`);
    return probability === undefined
      ? bootstrapAverages(side, REPLICATES, seed)
      : bootstrapQuantiles(side, probability, REPLICATES, seed);
  };
  const before = drawAgain(baseBlocks, 'base');
  const after = drawAgain(candidateBlocks, 'candidate');
  const figures = [base.figure, candidate.figure];
  const scale = [figures, before, after].every(isPositive) ? 'ratio' : 'difference';
  const estimate = distance(scale, base.figure, candidate.figure);
  if (Number.isNaN(estimate)) {
    return { kind: 'none', reason: `${aggregate} is a failed request on both sides` };
  }
  const differences = after.map((value, index) =>
    distance(scale, before[index] ?? Number.NaN, value),
  );
  // Few blocks vary less than their population.
  const widening = Math.sqrt((free + 1) / free);
  return {
    kind: 'effect',
    evidence: 'requests',
    scale,
    effect: effectOfReplicates(estimate, differences, widening, free),
  };
}

/**
 * Estimates the difference of a figure between sides of several runs from its variation between runs; where the sides alternated,
 * without a steady drift.
 * @param base figure of each run
 */
export function estimateFromRuns(
  base: readonly TimedFigure[],
  candidate: readonly TimedFigure[],
): Estimate {
  const values = [...base, ...candidate].map(({ value }) => value);
  const scale = isPositive(values) ? 'ratio' : 'difference';
  const scaled = (figures: readonly TimedFigure[]): TimedFigure[] =>
    figures.map(({ value, beganAt }) => ({
      value: scale === 'ratio' ? Math.log(value) : value,
      beganAt,
    }));
  const [before, after] = [scaled(base), scaled(candidate)];
  const isFinite = values.every((value) => Number.isFinite(value));
  const effect =
    (isFinite ? effectOfTurns(before, after) : undefined) ??
    effectOfRuns(
      before.map(({ value }) => value),
      after.map(({ value }) => value),
    );
  if (effect !== undefined) return { kind: 'effect', evidence: 'runs', scale, effect };
  return { kind: 'none', reason: 'failed requests in some of the runs' };
}
