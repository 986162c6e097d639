import * as z from 'zod';
import { CriterionCountsSchema } from '../../../stream/stage/criterion-counts.ts';

/** One look of a worker at its share of the first requests to arrive. */
export const LookSummarySchema = z.object({
  look: z.int().positive().describe('1 for the first'),
  requests: z.int().nonnegative().describe("this worker's share of the requests of the look"),
  criteria: z.array(CriterionCountsSchema).describe('in the order of the criteria of the stage'),
});

export type LookSummary = z.output<typeof LookSummarySchema>;

/** The looks of one worker at a stage until decided, which the looks of all workers are made of. */
export const StageSummarySchema = z.object({
  workers: z.int().positive().describe('number of workers that have a part in the stage'),
  looks: z.array(LookSummarySchema).describe('in order, the first first'),
});

export type StageSummary = z.output<typeof StageSummarySchema>;
