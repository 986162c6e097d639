import type { ComparedRun } from './compared-run.ts';
import type { CandidateComparison, MetricComparison } from './comparison.ts';

/** The criteria that runs were judged by, as they were written. */
export function criteriaOf(runs: readonly ComparedRun[]): string[] {
  return runs.flatMap(({ file }) => [
    ...Object.keys(file.criteria),
    ...file.phases.flatMap(({ successCriteria }) => Object.keys(successCriteria)),
  ]);
}

/**
 * What a comparison cannot say although somebody relies on it, a sentence each: a gate that only looks for what is worse
 * would let it pass.
 * @param relied places of metrics, as `metric aggregate`, that were asked for or that a criterion judges
 */
export function unprovenOf(
  candidates: readonly CandidateComparison[],
  relied: ReadonlySet<string>,
): string[] {
  return candidates.flatMap(({ name, metrics }) => {
    if (metrics.every(({ evidence }) => evidence === 'none')) {
      return [`${name}: nothing could be compared with the base`];
    }
    return metrics
      .filter((one) => relied.has(placeOf(one)) && one.candidate.runCount === 0)
      .map(
        ({ phase, key, reason }) => `${name}: ${key} in phase ${phase}, ${reason ?? 'no value'}`,
      );
  });
}

function placeOf({ metric, aggregate }: MetricComparison): string {
  return `${metric} ${aggregate}`;
}
