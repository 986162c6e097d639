import * as z from 'zod';
import { StageEndingSchema } from '../../stream/stage/stage-ending.ts';

/** Results of an ended stage: of one worker, or the sum over all. */
export const StageTotalsSchema = z.object({
  measured: z.number(),
  good: z.number(),
  abandoned: z.number(),
  /** Successful requests per second of the window; NaN, in JSON null, where nothing was measured. */
  requestsPerSecond: z.codec(z.number().nullable(), z.union([z.number(), z.nan()]), {
    decode: (value) => value ?? Number.NaN,
    encode: (value) => (Number.isFinite(value) ? value : null),
  }),
  endedBy: StageEndingSchema.exactOptional(),
});

/** Value of `start.…`. */
export const StageStartSchema = z.object({
  /** When the load starts, CLOCK_MONOTONIC of the coordinator, ns. */
  startNs: z.number(),
});

/** Value of `stopped.…`: the stage of this worker ended itself, so it ends for all. */
export const StageStoppedSchema = z.object({ endedBy: StageEndingSchema });

/** Value of `stop.…`: the stage ends for all workers. */
export const StageStopSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('decided'),
    looks: z.int().min(0),
    /** Requests of all workers. */
    requests: z.int().min(0),
  }),
  z.object({ kind: z.literal('ended-itself'), endedBy: StageEndingSchema }),
]);

/** Value of `abort`: the run ends for all workers. */
export const RunAbortSchema = z.object({
  code: z.string(),
  reason: z.string(),
  /** What to do about it. */
  help: z.string().exactOptional(),
});

/** Value of `abort`. */
export type RunAbort = z.output<typeof RunAbortSchema>;
