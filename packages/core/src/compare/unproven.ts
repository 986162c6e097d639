import type { MetricPair } from './compared-metric.ts';
import type { ComparedRun } from './compared-run.ts';
import { describePlace } from './stages/compared-places.ts';

/** The criteria of runs, as written. */
export function criteriaOf(runs: readonly ComparedRun[]): string[] {
  return runs.flatMap(({ file }) => [
    ...Object.keys(file.criteria),
    ...file.phases.flatMap(({ successCriteria }) => Object.keys(successCriteria)),
  ]);
}

/**
 * What a comparison cannot show although the user relies on it, one sentence each: a gate that only looks for regressions
 * would pass.
 * @param name of the candidate
 * @param pairs its compared metrics
 * @param stages stages requested by name
 */
export function unprovenOf(
  name: string,
  pairs: readonly MetricPair[],
  stages: readonly string[] = [],
): string[] {
  const lost = pairs
    .filter(({ key, candidate }) => key.isNamed && candidate.runCount === 0)
    .map(
      ({ key, place, estimate }) =>
        `${name}: ${key.key} in ${describePlace(place)}, ${estimate.kind === 'none' ? estimate.reason : 'no value'}`,
    );
  if (!pairs.some(isCompared)) return [`${name}: nothing could be compared with the base`, ...lost];
  const silent = stages.filter(
    (stage) => !pairs.some((pair) => isCompared(pair) && pair.place.stage === stage),
  );
  return [
    ...silent.map((stage) => `${name}: nothing of stage ${stage} could be compared with the base`),
    ...lost,
  ];
}

function isCompared({ estimate }: MetricPair): boolean {
  return estimate.kind === 'effect';
}
