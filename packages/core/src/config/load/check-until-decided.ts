import type { LoadOptions } from '../../phase/load-options.ts';
import { parseCriterion } from '../../verdict/criterion.ts';
import { refuseMistakes, type Mistake } from '../mistake.ts';

/** Whether a number of requests can decide a criterion at a stage. A share of 0 or 1 is counted over all, however many. */
function canDecide(key: string, threshold: number, stage: string): boolean {
  const { metric, ...criterion } = parseCriterion(key);
  const isOfStage =
    criterion.stage === undefined ? metric.of === 'stage' : criterion.stage === stage;
  const isCounted = metric.isShare === true && (threshold === 0 || threshold === 1);
  return isOfStage && !isCounted;
}

/**
 * Refuses stages that would go on until they are decided, with nothing to decide.
 * @param criteria thresholds by key: all that the load phase is judged by
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
          help: "pass --criterion, such as --criterion 'ttft.p95<=200ms', or set successCriteria; an error rate of 0 is counted and ends nothing",
        },
      ];
    }),
  );
}
