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

/** One look of a worker at its share of the first requests to arrive. */
export const LookSummarySchema = z.object({
  look: z.int().positive().describe('1 for the first'),
  requests: z.int().nonnegative().describe("this worker's share of the requests of the look"),
  criteria: z.array(CriterionCountsSchema).describe('in the order of the criteria of the stage'),
});

export type LookSummary = z.output<typeof LookSummarySchema>;

/** The looks of one worker at a stage until decided, which the looks of all workers are made of. */
export const StageSummarySchema = z.object({ looks: z.array(LookSummarySchema) });

export type StageSummary = z.output<typeof StageSummarySchema>;
