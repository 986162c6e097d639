import type { LoadOptions } from '../../phase/options/load-options.ts';
import { neededRequests } from '../../verdict/enough-samples.ts';
import { isJudgedAt, thresholdsOf } from '../../verdict/threshold.ts';
import type { Mistake } from '../mistake.ts';
import { placedStages } from './placed-stages.ts';

/**
 * Finds criteria that a stage with an exact number of requests cannot meet, even when no request misses.
 * @param criteria thresholds by key: all criteria of the load phase
 * @returns a mistake for each, with the number of requests that it needs
 */
export function undecidableCriteria(
  load: Pick<LoadOptions, 'stages'>,
  criteria: Readonly<Record<string, number>>,
): Mistake[] {
  const thresholds = thresholdsOf(criteria);
  return placedStages(load).flatMap(({ stage, where }): Mistake[] => {
    if (!('end' in stage) || stage.end.kind !== 'count') return [];
    const { requests } = stage.end;
    return thresholds.flatMap(({ criterion, threshold }): Mistake[] => {
      const needed = neededRequests(criterion, threshold);
      if (needed <= requests || !isJudgedAt(criterion, stage.name)) return [];
      return [
        {
          text: `${where}: ${requests} requests cannot decide ${criterion.key}, which needs at least ${needed}`,
          help: `raise requests (--requests ${needed} or more), or pass --accept-inconclusive`,
        },
      ];
    });
  });
}
