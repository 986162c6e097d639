import { neededCount } from '../../verdict/enough-samples.ts';
import type { Rule } from './rule.ts';

/** Criteria that could not be judged for want of values. */
export const tooFewSamples: Rule = {
  name: 'too-few-samples',
  advise: ({ phases }) =>
    phases.flatMap(({ name, criteria, measurements }) =>
      criteria
        .filter((one) => one.reason === 'too-few-samples')
        .map(({ key, metric, aggregate }) => {
          const count = measurements[metric]?.count ?? 0;
          return (
            `${name}: ${key} rests on ${count} values, and ${aggregate} needs ${neededCount(aggregate)}. ` +
            'Make the phase longer or its load higher, or judge a lower percentile.'
          );
        }),
    ),
};
