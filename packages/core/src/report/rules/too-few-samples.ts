import { neededCount } from '../../verdict/enough-samples.ts';
import { figure, inEachPhase, type Rule } from './rule.ts';

/** Criteria that could not be judged for want of values. */
export const tooFewSamples: Rule = {
  name: 'too-few-samples',
  severity: 'serious',
  section: 'criteria',
  look: inEachPhase(({ result: { criteria, measurements } }) =>
    criteria
      .filter((one) => one.reason === 'too-few-samples')
      .map(({ key, metric, aggregate }) => ({
        finding: `${key} rests on too few values to be judged`,
        evidence: [
          figure('values', 'count', measurements[metric]?.count ?? 0),
          figure(`${aggregate} needs`, 'count', neededCount(aggregate)),
        ],
        advice: 'Make the phase longer or its load higher, or judge a lower percentile.',
      })),
  ),
};
