import * as z from 'zod';

/** How a stage until decided ended. */
export const StageDecidedSchema = z.object({
  endedBy: z
    .enum(['decided', 'max-duration'])
    .describe(
      '`decided`: every criterion was decided; `max-duration`: its maximum duration passed first',
    ),
  looks: z.int().nonnegative().describe('number of looks at its requests'),
  requests: z.int().nonnegative().describe('measured requests of the last look; 0 without a look'),
});

/** How a stage until decided ended. */
export type StageDecided = z.output<typeof StageDecidedSchema>;
