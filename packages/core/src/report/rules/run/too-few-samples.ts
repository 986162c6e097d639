import { neededCount } from '../../../verdict/enough-samples.ts';
import { figure, inEachPhase, type Rule } from '../rule.ts';

/** Criteria without enough samples to be judged: they fail. */
export const tooFewSamples: Rule = {
  name: 'too-few-samples',
  section: 'criteria',
  look: inEachPhase(({ result: { criteria, measurements } }) =>
    criteria
      .filter((one) => one.reason === 'too-few-samples')
      .map(({ key, metric, aggregate }) => ({
        severity: 'critical',
        finding: `${key} has too few samples to be judged`,
        evidence: [
          figure('samples', 'count', measurements[metric]?.count ?? 0),
          figure(`${aggregate} needs`, 'count', neededCount(aggregate)),
        ],
        advice: 'Raise the duration or the load of the phase, or judge a lower percentile.',
      })),
  ),
};
