import * as z from 'zod';
import { ClientUsageSchema, type ClientUsage } from './client-usage.ts';
import { ClientCalibrationSchema, type ClientCalibration } from './client-calibration.ts';
import { ClientErrorBudgetSchema, type ClientErrorBudget } from './client-error-budget.ts';
import type { MeasuredJson } from '../measured-number.ts';

/** Why the timing error of the client is unknown. */
export interface NotCalibrated {
  cause: 'switched-off' | 'failed';
  reason: string;
  budget: ClientErrorBudget;
}

/** Data quality of the client in a phase. */
export interface ClientQuality {
  /** In order of time; a load with far higher concurrency than any before has its own. */
  calibrations: ClientCalibration[];
  notCalibrated?: NotCalibrated;
  /** One for each stage, in order of time. */
  usage: { stage: string; usage: ClientUsage }[];
}

export const ClientQualitySchema: z.ZodType<ClientQuality, MeasuredJson<ClientQuality>> = z.object({
  calibrations: z.array(ClientCalibrationSchema),
  notCalibrated: z
    .object({
      cause: z.enum(['switched-off', 'failed']),
      reason: z.string(),
      budget: ClientErrorBudgetSchema,
    })
    .exactOptional(),
  usage: z.array(z.object({ stage: z.string(), usage: ClientUsageSchema })),
});
