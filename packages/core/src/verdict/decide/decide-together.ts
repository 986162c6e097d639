import { twoSidedQuantile } from '../../stats/distribution/student-t.ts';
import { sumInflation } from '../../stats/dependence/sum-inflation.ts';
import type { CriterionCounts } from '../../stream/stage/criterion-counts.ts';
import type { Criterion } from '../criterion.ts';
import { isAsCounted, type Question } from './decide.ts';
import { decideShare, type Evidenced } from './decide-share.ts';
import { probabilityOf, type Evidence } from './evidence.ts';
import { allowedShare, countBadOf } from './bad-of-evidence.ts';

type ShareCounts = Extract<CriterionCounts, { kind: 'share' }>;
type MeanCounts = Extract<CriterionCounts, { kind: 'mean' }>;

/** What the requests of one worker show about a criterion. @param evidence undefined where the value is compared as counted */
export function countsOf(
  evidence: Evidence | undefined,
  question: Omit<Question, 'error'>,
): CriterionCounts {
  if (evidence === undefined || isAsCounted(evidence, question)) return { kind: 'as-counted' };
  if (evidence.kind !== 'mean') {
    const counted = countBadOf(evidence, question);
    return counted.count === 0 ? { kind: 'without-values' } : { kind: 'share', ...counted };
  }
  const { values } = evidence;
  const count = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const residuals = values.map((value) => value - mean);
  const variance = residuals.reduce((sum, rest) => sum + rest * rest, 0) / (count - 1);
  if (!Number.isFinite(variance)) return { kind: 'without-values' };
  return { kind: 'mean', count, mean, variance, inflation: sumInflation(residuals) };
}

/**
 * Decides a criterion by the counts of all workers. A wave of the server is seen by all of them, so that their values are no
 * more independent than those of one: the excess inflation of a share of 1/N is taken N times.
 * @param counts of each worker that has a part in the stage
 */
export function decideTogether(
  counts: readonly CriterionCounts[],
  { aggregate }: Pick<Criterion, 'aggregate'>,
  { bound, threshold, error }: Question,
): Evidenced {
  const shares = counts.flatMap((one) => (one.kind === 'share' ? one : []));
  if (shares.length > 0) {
    const probability = probabilityOf(aggregate);
    const allowed =
      probability === undefined
        ? allowedShare({ bound, threshold })
        : bound === 'at-most'
          ? 1 - probability
          : probability;
    return decideShare(joinShares(shares, counts.length), allowed, error);
  }
  const means = counts.flatMap((one) => (one.kind === 'mean' ? one : []));
  if (means.length === 0) return 'inconclusive';
  const { mean, deviation, effective } = joinMeans(means, counts.length);
  if (!(effective > 2)) return 'inconclusive';
  const reach = twoSidedQuantile(2 * error, effective - 1) * deviation;
  const [good, bad] =
    bound === 'at-most' ? [mean + reach, mean - reach] : [mean - reach, mean + reach];
  if (bound === 'at-most' ? good <= threshold : good >= threshold) return 'met';
  return (bound === 'at-most' ? bad > threshold : bad < threshold) ? 'missed' : 'inconclusive';
}

function joinShares(
  counts: readonly ShareCounts[],
  workers: number,
): { bad: number; count: number; effective: number } {
  const count = sumOf(counts, (one) => one.count);
  const excess =
    sumOf(counts, (one) => (one.count * one.count) / one.effective - one.count) / count;
  return {
    bad: sumOf(counts, (one) => one.bad),
    count,
    effective: count / (1 + workers * Math.max(0, excess)),
  };
}

function joinMeans(
  counts: readonly MeanCounts[],
  workers: number,
): { mean: number; deviation: number; effective: number } {
  const count = sumOf(counts, (one) => one.count);
  const mean = sumOf(counts, (one) => one.count * one.mean) / count;
  const variance =
    sumOf(counts, (one) => one.count * (one.variance + (one.mean - mean) ** 2)) / count;
  const excess = sumOf(counts, (one) => one.count * (one.inflation - 1)) / count;
  const effective = count / (1 + workers * excess);
  return { mean, deviation: Math.sqrt(variance / effective), effective };
}

function sumOf<Value>(values: readonly Value[], of: (value: Value) => number): number {
  return values.reduce((sum, value) => sum + of(value), 0);
}
