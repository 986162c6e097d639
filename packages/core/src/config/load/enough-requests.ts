import type { LoadConfig, LoadOptions } from '../../phase/load-options.ts';
import type { StagePlan } from '../../phase/stage/options/resolve-stages.ts';
import { parseCriterion } from '../../verdict/criterion.ts';
import { neededRequests } from '../../verdict/enough-samples.ts';

/** Criteria raise the number of requests of a stage to at most this: enough for p99. */
const MOST_REQUESTS = 300;

/**
 * Raises `minRequests` of stages that end by time and leave it out to the number that their criteria need to be met.
 * @param config as written
 * @param criteria thresholds by key: all criteria of the load phase
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
