import * as z from 'zod';
import { MeasuredNumberSchema, type MeasuredJson } from '../../spec/measured-number.ts';
import { MeasurementSchema, type Measurement } from '../measure/measurement.ts';

/** The requests of a stage that have a property in common: those of one model, one replica, one API, one turn. */
export interface GroupResult {
  /** The property: `model`, `replica`, `api`, `turn` or `conversation`. */
  by: string;
  /** Its value. */
  name: string;
  requests: {
    /** Measured requests with a scheduled start, without those that the client canceled. */
    due: number;
    successful: number;
    failed: number;
  };
  /** By name of the metric, over these requests alone. */
  measurements: Record<string, Measurement>;
}

/** The JSON form of {@link GroupResult}. */
export type GroupResultJson = MeasuredJson<GroupResult>;

export const GroupResultSchema: z.ZodType<GroupResult, GroupResultJson> = z.object({
  by: z.string(),
  name: z.string(),
  requests: z.object({
    due: MeasuredNumberSchema,
    successful: MeasuredNumberSchema,
    failed: MeasuredNumberSchema,
  }),
  measurements: z.record(z.string(), MeasurementSchema),
});
