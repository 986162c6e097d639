import * as z from 'zod';
import { ClientUsageSchema, type ClientUsage } from './client-usage.ts';
import { ClientCalibrationSchema, type ClientCalibration } from './client-calibration.ts';
import type { MeasuredJson } from '../measured-number.ts';

/** Why the errors of the client's stamps are not known. */
export interface NotCalibrated {
  cause: 'switched-off' | 'failed';
  reason: string;
}

/** What is known of the client that took the times of a phase. */
export interface ClientQuality {
  /** In order of time; a load that keeps far more requests under way than any before it has one of its own. */
  calibrations: ClientCalibration[];
  notCalibrated?: NotCalibrated;
  /** One for each stage, in order of time. */
  usage: { stage: string; usage: ClientUsage }[];
}

export const ClientQualitySchema: z.ZodType<ClientQuality, MeasuredJson<ClientQuality>> = z.object({
  calibrations: z.array(ClientCalibrationSchema),
  notCalibrated: z
    .object({ cause: z.enum(['switched-off', 'failed']), reason: z.string() })
    .exactOptional(),
  usage: z.array(z.object({ stage: z.string(), usage: ClientUsageSchema })),
});
