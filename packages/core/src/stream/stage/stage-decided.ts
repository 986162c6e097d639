import * as z from 'zod';

/** How a stage until decided ended. */
export const StageDecidedSchema = z.object({
  /** `decided`: every criterion was decided; `max-duration`: its maximum duration passed first. */
  endedBy: z.enum(['decided', 'max-duration']),
  /** Number of looks at its requests. */
  looks: z.int().nonnegative(),
  /** Measured requests of the last look; 0 without a look. */
  requests: z.int().nonnegative(),
});

/** How a stage until decided ended. */
export type StageDecided = z.output<typeof StageDecidedSchema>;
