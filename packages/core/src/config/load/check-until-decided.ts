import type { LoadOptions } from '../../phase/load-options.ts';
import { parseCriterion } from '../../verdict/criterion.ts';
import { refuseMistakes, type Mistake } from '../mistake.ts';

/** Whether a number of requests can decide a criterion at a stage. A share of 0 or 1 is compared as counted over all requests. */
function canDecide(key: string, threshold: number, stage: string): boolean {
  const { metric, ...criterion } = parseCriterion(key);
  const isOfStage =
    criterion.stage === undefined ? metric.of === 'stage' : criterion.stage === stage;
  const isCounted = metric.isShare === true && (threshold === 0 || threshold === 1);
  return isOfStage && !isCounted;
}

/**
 * Refuses stages until decided without a criterion to decide.
 * @param criteria thresholds by key: all criteria of the load phase
 * @throws {ConfigError} two lines for one stage, else one for each
 */
export function checkUntilDecided(
  { stages }: Pick<LoadOptions, 'stages'>,
  criteria: Readonly<Record<string, number>>,
): void {
  const thresholds = Object.entries(criteria);
  refuseMistakes(
    stages.flatMap((stage, index): Mistake[] => {
      if (!('end' in stage) || stage.end.kind !== 'decided') return [];
      if (thresholds.some(([key, threshold]) => canDecide(key, threshold, stage.name))) return [];
      return [
        {
          text: `phases.load.stages.${index} (${stage.name}): until: "decided" needs a criterion of the stage.`,
          help: "pass --criterion 'ttft.p95<=200ms' or set successCriteria; an error rate of 0 decides nothing",
        },
      ];
    }),
  );
}
