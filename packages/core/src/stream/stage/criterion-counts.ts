import * as z from 'zod';

/** What a look of one worker found about a criterion: counts that add up over workers. */
export const CriterionCountsSchema = z.discriminatedUnion('kind', [
  z
    .object({
      kind: z.literal('share'),
      bad: z.number().nonnegative().describe('values that miss the threshold'),
      count: z.int().nonnegative().describe('number of values'),
      effective: z.number().nonnegative().describe('effective number of independent values'),
    })
    .describe('A percentile or a share.'),
  z
    .object({
      kind: z.literal('mean'),
      count: z.int().nonnegative().describe('number of values'),
      mean: z.number().describe('in the unit of the metric'),
      variance: z.number().nonnegative().describe('of one value, in the squared unit'),
      inflation: z.number().min(1).describe('factor on the variance of the mean from dependence'),
    })
    .describe('An average.'),
  z.object({ kind: z.literal('as-counted') }).describe('More requests do not decide it.'),
  z.object({ kind: z.literal('without-values') }).describe('No value so far.'),
]);

export type CriterionCounts = z.output<typeof CriterionCountsSchema>;
