import type { LoadOptions } from '../../phase/options/load-options.ts';
import { isJudgedAt, thresholdsOf, type Threshold } from '../../verdict/threshold.ts';
import { refuseMistakes, type Mistake } from '../mistake.ts';
import { placedStages } from './placed-stages.ts';

/** Whether a number of requests can decide a criterion at a stage. A share of 0 or 1 is compared as counted over all requests. */
function canDecide({ criterion, threshold }: Threshold, stage: string): boolean {
  const isCounted = criterion.metric.isShare === true && (threshold === 0 || threshold === 1);
  return isJudgedAt(criterion, stage) && !isCounted;
}

/**
 * Refuses stages until decided without a criterion to decide.
 * @param criteria thresholds by key: all criteria of the load phase
 * @throws {ConfigError} two lines for one stage, else one for each
 */
export function checkUntilDecided(
  load: Pick<LoadOptions, 'stages'>,
  criteria: Readonly<Record<string, number>>,
): void {
  const thresholds = thresholdsOf(criteria);
  refuseMistakes(
    placedStages(load).flatMap(({ stage, where }): Mistake[] => {
      if (!('end' in stage) || stage.end.kind !== 'decided') return [];
      if (thresholds.some((one) => canDecide(one, stage.name))) return [];
      return [
        {
          text: `${where}: until: "decided" needs a criterion of the stage`,
          help: "pass --criterion 'ttft.p95<=200ms' or set successCriteria; an error rate of 0 decides nothing",
        },
      ];
    }),
  );
}
