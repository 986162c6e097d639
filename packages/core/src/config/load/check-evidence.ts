import type { LoadOptions } from '../../phase/load-options.ts';
import { parseCriterion } from '../../verdict/criterion.ts';
import { neededRequests } from '../../verdict/enough-samples.ts';
import type { Mistake } from '../mistake.ts';

/**
 * Finds criteria that a stage with an exact number of requests cannot meet even without a miss.
 * @param criteria thresholds by key: all criteria of the load phase
 * @returns a mistake for each, with the number of requests that it needs
 */
export function undecidableCriteria(
  { stages }: Pick<LoadOptions, 'stages'>,
  criteria: Readonly<Record<string, number>>,
): Mistake[] {
  return stages.flatMap((stage, index): Mistake[] => {
    if (!('end' in stage) || stage.end.kind !== 'count') return [];
    const { requests } = stage.end;
    return Object.entries(criteria).flatMap(([key, threshold]): Mistake[] => {
      const criterion = parseCriterion(key);
      if (criterion.stage !== undefined && criterion.stage !== stage.name) return [];
      const needed = neededRequests(criterion, threshold);
      if (needed <= requests) return [];
      return [
        {
          text: `phases.load.stages.${index} (${stage.name}): ${requests} requests cannot decide ${key}, which needs at least ${needed}.`,
          help: `raise requests (--requests ${needed} or more), or accept the value with --accept-inconclusive`,
        },
      ];
    });
  });
}
