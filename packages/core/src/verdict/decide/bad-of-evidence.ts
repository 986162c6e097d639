import { sortAscending } from '../../stats/quantile.ts';
import type { Criterion } from '../criterion.ts';
import { countBad, effectiveCount, type BadCount, type BadValues } from './bad-values.ts';
import type { Evidence } from './evidence.ts';

/** The threshold of a criterion. */
interface Limit {
  readonly bound: Criterion['bound'];
  readonly threshold: number;
}

/** The share of bad requests that a criterion on a share allows. */
export function allowedShare({ bound, threshold }: Limit): number {
  return bound === 'at-most' ? threshold : 1 - threshold;
}

/** Counts the values that miss the threshold of a criterion on a percentile or a share. */
export function countBadOf(evidence: Exclude<Evidence, { kind: 'mean' }>, limit: Limit): BadCount {
  return evidence.kind === 'share'
    ? countBadRequests(evidence.hits, limit)
    : countBeyond(evidence, limit);
}

function countBadRequests(hits: Uint8Array, limit: Limit): BadCount {
  const flags = limit.bound === 'at-most' ? hits : hits.map((hit) => 1 - hit);
  const count = hits.length;
  const bad = countBad({ flags });
  return { bad, count, effective: effectiveCount({ flags }, bad < allowedShare(limit) * count) };
}

/** A threshold this factor above the largest value, or a value this factor above the threshold, is beyond the observed waves. */
const FAR = 2;

function countBeyond(
  { probability, values, perRequest }: Extract<Evidence, { kind: 'percentile' }>,
  { bound, threshold }: Limit,
): BadCount {
  const ascending = sortAscending(values);
  const count = values.length;
  const isOver = bound === 'at-most';
  const allowed = isOver ? 1 - probability : probability;
  const badBeyond = (limit: number): BadValues => ({
    flags: flagsBeyond(values, limit, isOver),
    ...(perRequest === undefined ? {} : { perRequest }),
  });
  const seen = badBeyond(threshold);
  const bad = countBad(seen);
  const isCautious = bad < allowed * count;
  // Few bad values show no dependence; as many as are allowed do.
  const reach = Math.max(1, Math.ceil(allowed * count));
  const proxy = ascending[isOver ? count - 1 - reach : reach] ?? Number.NaN;
  // Waves of values far from the threshold are no evidence about it; only the number of values is.
  const nearest = ascending[isOver ? count - 1 : 0] ?? Number.NaN;
  const isFar = isOver ? threshold >= FAR * nearest : nearest >= FAR * threshold;
  const evident = isCautious && !isFar ? badBeyond(proxy) : seen;
  return { bad, count, effective: effectiveCount(evident, isCautious) };
}

/** 1 for each value over the limit, or under it where `isOver` is false. */
function flagsBeyond(values: Float64Array, limit: number, isOver: boolean): Uint8Array {
  const flags = new Uint8Array(values.length);
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] ?? Number.NaN;
    if (isOver ? value > limit : value < limit) flags[index] = 1;
  }
  return flags;
}
