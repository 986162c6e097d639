import { parseCriterion, type Criterion } from './criterion.ts';

/** A criterion with its threshold. */
export interface Threshold {
  readonly criterion: Criterion;
  readonly threshold: number;
}

/**
 * Parses criteria.
 * @param criteria thresholds by key, as in `successCriteria`
 * @throws {ConfigError} for a key that is no criterion
 */
export function thresholdsOf(criteria: Readonly<Record<string, number>>): Threshold[] {
  return Object.entries(criteria).map(([key, threshold]) => ({
    criterion: parseCriterion(key),
    threshold,
  }));
}

/** Whether a criterion is judged at a stage: it names the stage, or names none and its metric is of stages. */
export function isJudgedAt({ stage, metric }: Criterion, name: string): boolean {
  return stage === undefined ? metric.of === 'stage' : stage === name;
}
