import { neededCount } from '../../../verdict/enough-samples.ts';
import { measurementsAt } from '../../results/measurements-at.ts';
import { figure, inEachPhase, type Rule } from '../rule.ts';

/** Criteria without enough samples to be judged: they fail. */
export const tooFewSamples: Rule = {
  name: 'too-few-samples',
  section: 'criteria',
  look: inEachPhase(({ result }) =>
    result.criteria
      .filter((one) => one.reason === 'too-few-samples')
      .map(({ key, stage, metric, aggregate }) => ({
        ...(stage === undefined ? {} : { stage }),
        severity: 'critical',
        finding: `${key} has too few samples to be judged`,
        evidence: [
          figure('samples', 'count', measurementsAt(result, stage)[metric]?.count ?? 0),
          figure(`${aggregate} needs`, 'count', neededCount(aggregate)),
        ],
        advice: 'Raise the duration or the number of requests, or judge a lower percentile.',
      })),
  ),
};
