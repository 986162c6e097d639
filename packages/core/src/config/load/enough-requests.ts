import type { LoadConfig, LoadOptions } from '../../phase/load-options.ts';
import type { StagePlan } from '../../phase/stage/options/resolve-stages.ts';
import { parseCriterion } from '../../verdict/criterion.ts';
import { neededRequests } from '../../verdict/enough-samples.ts';

/** A stage is not made longer than this by its criteria: enough for p99. Whoever needs more requests says so. */
const MOST_REQUESTS = 300;

/**
 * Raises the least number of requests of stages that leave it out to what their criteria need to be met.
 * @param config as it was written
 * @param criteria thresholds by key: all that the load phase is judged by
 */
export function withEnoughRequests(
  load: LoadOptions,
  config: Pick<LoadConfig, 'stages'>,
  criteria: Readonly<Record<string, number>>,
): LoadOptions {
  const needs = Object.entries(criteria).map(([key, threshold]) => {
    const criterion = parseCriterion(key);
    return { stage: criterion.stage, requests: neededRequests(criterion, threshold) };
  });
  const raised = (stage: StagePlan, index: number): StagePlan => {
    const given = config.stages[index];
    const isGiven =
      given !== undefined && 'minRequests' in given && given.minRequests !== undefined;
    if (isGiven || !('end' in stage) || stage.end.kind !== 'time') return stage;
    const needed = needs
      .filter((one) => (one.stage ?? stage.name) === stage.name && one.requests <= MOST_REQUESTS)
      .map(({ requests }) => requests);
    const minRequests = Math.max(stage.end.minRequests, ...needed);
    return { ...stage, end: { ...stage.end, minRequests } };
  };
  return { ...load, stages: load.stages.map(raised) };
}
