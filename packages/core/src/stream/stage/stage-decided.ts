import * as z from 'zod';

/** How a stage ended that went on until its criteria were decided. */
export const StageDecidedSchema = z.object({
  /** Whether every criterion was decided, or its time was over before. */
  endedBy: z.enum(['decided', 'max-duration']),
  /** How often its requests were looked at. */
  looks: z.int().nonnegative(),
  /** Measured requests of the last look; 0 where there was none. */
  requests: z.int().nonnegative(),
});

/** How a stage ended that went on until its criteria were decided. */
export type StageDecided = z.output<typeof StageDecidedSchema>;
