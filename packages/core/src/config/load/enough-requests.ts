import type { BaselineConfig, BaselineOptions } from '../../phase/baseline.ts';
import type { LoadConfig, LoadOptions } from '../../phase/options/load-options.ts';
import { DEFAULT_MIN_REQUESTS, type StagePlan } from '../../phase/stage/options/resolve-stages.ts';
import { neededRequests } from '../../verdict/enough-samples.ts';
import { isJudgedAt, thresholdsOf } from '../../verdict/threshold.ts';

/** Criteria raise minRequests to at most this: enough for p99. */
const MOST_REQUESTS = 300;

/**
 * Raises `minRequests` of stages that end by time and do not set it, to the number that their criteria need to be met.
 * @param config as written
 * @param criteria thresholds by key: all criteria of the load phase
 */
export function withEnoughRequests(
  load: LoadOptions,
  config: Pick<LoadConfig, 'stages'>,
  criteria: Readonly<Record<string, number>>,
): LoadOptions {
  const raised = (stage: StagePlan, index: number): StagePlan => {
    const given = config.stages[index];
    const isGiven =
      given !== undefined && 'minRequests' in given && given.minRequests !== undefined;
    if (isGiven || !('end' in stage) || stage.end.kind !== 'time') return stage;
    const minRequests = enoughFor(stage.name, stage.end.minRequests, criteria);
    return { ...stage, end: { ...stage.end, minRequests } };
  };
  return { ...load, stages: load.stages.map(raised) };
}

/**
 * Sets the minimum number of sequential requests where it is not configured: 64, or what the criteria need to be met.
 * @param criteria thresholds by key: all that the baseline is judged by
 */
export function withEnoughSequential(
  config: BaselineConfig,
  criteria: Readonly<Record<string, number>>,
): BaselineOptions {
  const minRequests = config.minRequests ?? enoughFor('sequential', DEFAULT_MIN_REQUESTS, criteria);
  return { ...config, minRequests };
}

/** Minimum number of requests of a stage: its default, or what its criteria need. */
function enoughFor(
  stage: string,
  least: number,
  criteria: Readonly<Record<string, number>>,
): number {
  const needed = thresholdsOf(criteria)
    .filter(({ criterion }) => isJudgedAt(criterion, stage))
    .map(({ criterion, threshold }) => neededRequests(criterion, threshold))
    .filter((requests) => requests <= MOST_REQUESTS);
  return Math.max(least, ...needed);
}
