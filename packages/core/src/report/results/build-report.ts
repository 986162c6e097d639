import { criterionName } from '../../verdict/criterion-name.ts';
import type { RunVerdict } from '../../verdict/run-verdict.ts';
import { cacheVerdict } from '../rows/cache-verdict.ts';
import { dataQualityLines } from '../rows/data-quality.ts';
import {
  describeGroup,
  groupRecommendations,
  type Recommendation,
} from '../findings/recommendation.ts';
import type { RunReport } from './run-report.ts';
import type { PhaseResult, RunResults } from './run-results.ts';
import { stageLines } from '../rows/stage/stage-lines.ts';

/**
 * Builds the contract's report: the criteria of every phase with their values, errors, findings and data quality. An
 * incomplete run has that in its title, and never passes.
 */
export function buildReport(
  results: RunResults,
  verdict: RunVerdict,
  title: string,
  recommendations: readonly Recommendation[],
): RunReport {
  const cache = cacheVerdict(results);
  return {
    title: verdict.complete ? title : `${title} (incomplete: ${results.status})`,
    timestamp: results.timestamp,
    summary: {
      status: verdict.status,
      duration: results.summary.totalDuration,
      totalPhases: verdict.phases.length,
      passedPhases: verdict.phases.filter((phase) => phase.status === 'pass').length,
    },
    phases: verdict.phases.map(({ phase, status, criteria, failures }) => {
      const errors = failures.map((failure) => failure.error.message);
      const result = results.phases.find((one) => one.name === phase);
      const { sampling, client } = result ?? {};
      return {
        name: phase,
        status,
        metrics: criteria.map((one) => ({
          name: result === undefined ? one.key : criterionName(one, result),
          value: one.value,
          threshold: one.threshold,
          status: one.status,
        })),
        ...(errors.length === 0 ? {} : { errors }),
        ...(sampling === undefined ? {} : { sampling }),
        ...(client === undefined ? {} : { client }),
        dataQuality: result === undefined ? [] : allDataQualityLines(result),
      };
    }),
    ...(cache === '' ? {} : { cache }),
    ...(results.nonce === undefined ? {} : { nonce: results.nonce }),
    ...(results.machines === undefined ? {} : { machines: results.machines }),
    ...(recommendations.length === 0
      ? {}
      : { recommendations: groupRecommendations(recommendations).map(describeGroup) }),
  };
}

/** The lines of a phase, and those of its stages with their names; the levels of a sweep are only in its table. */
function allDataQualityLines(phase: PhaseResult): string[] {
  const stages = phase.stages.filter(({ level }) => level === undefined);
  return [
    ...dataQualityLines(phase),
    ...stages.flatMap((stage) => stageLines(phase, stage).map((line) => `${stage.name}: ${line}`)),
  ];
}
