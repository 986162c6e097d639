import * as z from 'zod';
import { ClientUsageSchema, type ClientUsage } from '../../spec/quality/client-usage.ts';
import { MeasuredNumberSchema, type MeasuredJson } from '../../spec/measured-number.ts';
import { GroupResultSchema, type GroupResult } from '../../metric/group/group-result.ts';
import { MeasurementSchema, type Measurement } from '../../metric/measure/measurement.ts';
import { ArrivalQualitySchema, type ArrivalQuality } from '../../metric/quality/arrival-quality.ts';
import { LevelResultSchema, type LevelResult } from '../../metric/slo/load-curve-schema.ts';
import { CutEffectSchema, type CutEffect } from '../../metric/abandoned/cut-effect.ts';
import { PromptLengthsSchema, type PromptLengths } from '../../metric/tokens/prompt-lengths.ts';
import { StageCancelSchema, type StageCancel } from '../../stream/stage/stage-cancel.ts';
import {
  StageLoadSchema,
  type StageLoad,
  type StageLoadJson,
} from '../../stream/stage/stage-load.ts';
import { StageDecidedSchema, type StageDecided } from '../../stream/stage/stage-decided.ts';
import { StageEndingSchema, type StageEnding } from '../../stream/stage/stage-ending.ts';
import { CriterionVerdictSchema, type CriterionVerdict } from '../../verdict/criterion-verdict.ts';

/** The part of a window in which the load was steady, or why there is none. */
export type SteadyResult =
  | {
      /** Milliseconds since the phase began. */
      beganMs: number;
      durationMs: number;
      /** Segments of the whole window; 1 when nothing changed in it. */
      levelCount: number;
    }
  | { cause: 'few' | 'gaps' | 'unsteady'; reason: string };

/** A measurement window of a stage. */
export interface StageWindowResult {
  /** Milliseconds since the phase began: the first send of a measured request. */
  beganMs: number;
  /** To the end of the load. */
  durationMs: number;
  /** False when the stage was cut off before its load had ended. */
  isWhole: boolean;
  /** Absent for a window without length. */
  steady?: SteadyResult;
}

/** Requests that failed in the same way. */
export interface RequestFailures {
  /** Stable kind of the failure. */
  kind: string;
  count: number;
  /** How many of them were in a warm-up, and so are not measured; absent where none was. */
  inWarmup?: number;
  /** Error message of the first of them. */
  example: string;
}

/** One load of a phase: what it was, what it measured, and how it was judged. */
export interface StageResult {
  name: string;
  load: StageLoad;
  /** How a stage until decided ended; absent for other stages and where it was cut off. */
  decided?: StageDecided;
  /** Of a level of a sweep: no criterion is judged at it, but at the highest that met. */
  level?: LevelResult;
  /** Why the stage ended itself; absent where it did not. */
  endedBy?: StageEnding;
  /** Why it has no request at all; absent where it has one, or was cut off. */
  notMeasured?: string;
  /** Which measured requests the client cancels on purpose; absent where none. */
  cancel?: StageCancel;
  /** The effect of these cancellations on the server; absent where none is canceled. */
  cutEffect?: CutEffect;
  /** Whether it ran to its end or was over-saturated, its criteria were met and a request succeeded; for a level, whether it met the SLOs. */
  success: boolean;
  criteria: CriterionVerdict[];
  /** By name of the metric; criteria are judged by these. */
  measurements: Record<string, Measurement>;
  /** The metrics of requests in steady state; absent where nothing, or all of it, was in steady state. */
  steadyMeasurements?: Record<string, Measurement>;
  /** The figures of each model, API, turn and state of a conversation, where the stage has more than one of them. */
  groups?: GroupResult[];
  warmup: { requests: number; durationMs: number };
  /** The windows; one, but for a stage in parts. */
  windows: StageWindowResult[];
  /** From the first send of a measured request to the last, milliseconds. */
  sendingMs: number;
  /** Measured requests that ended after the window, and how long they took, milliseconds. */
  drain: { requests: number; durationMs: number };
  requests: {
    /** Measured requests with a scheduled start, without those that the client canceled. */
    due: number;
    successful: number;
    failed: number;
    cancelled: number;
    /** Measured requests that the client canceled on purpose: neither due nor failed. */
    abandoned: number;
    /** Scheduled within the window, per second of it. */
    duePerSecond: number;
  };
  /** The client's account of the stage; absent without a client on a network. */
  client?: ClientUsage;
  /** How exact its timestamps are; absent without a client on a network. */
  arrivals?: ArrivalQuality;
  /** Requests that failed, by kind, the most frequent first. */
  failures: RequestFailures[];
  /** Share of the prompt tokens that a cache served although prompts share nothing; absent up to a tenth. */
  answeredByCache?: number;
  /** Present where prompts were generated with a number of tokens. */
  promptLengths?: PromptLengths;
}

/** The JSON form of {@link StageResult}. */
export interface StageResultJson extends Omit<MeasuredJson<StageResult>, 'load'> {
  load: StageLoadJson;
}

const SteadyResultSchema = z.union([
  z.object({
    beganMs: z.number(),
    durationMs: z.number().nonnegative(),
    levelCount: z.int().positive(),
  }),
  z.object({ cause: z.enum(['few', 'gaps', 'unsteady']), reason: z.string() }),
]);

export const RequestFailuresSchema: z.ZodType<RequestFailures, RequestFailures> = z.object({
  kind: z.string(),
  count: z.int().positive(),
  inWarmup: z.int().positive().exactOptional(),
  example: z.string(),
});

export const StageResultSchema: z.ZodType<StageResult, StageResultJson> = z.object({
  name: z.string(),
  load: StageLoadSchema,
  decided: StageDecidedSchema.exactOptional(),
  level: LevelResultSchema.exactOptional(),
  endedBy: StageEndingSchema.exactOptional(),
  notMeasured: z.string().exactOptional(),
  cancel: StageCancelSchema.exactOptional(),
  cutEffect: CutEffectSchema.exactOptional(),
  success: z.boolean(),
  criteria: z.array(CriterionVerdictSchema),
  measurements: z.record(z.string(), MeasurementSchema),
  steadyMeasurements: z.record(z.string(), MeasurementSchema).exactOptional(),
  groups: z.array(GroupResultSchema).exactOptional(),
  warmup: z.object({
    requests: MeasuredNumberSchema,
    durationMs: MeasuredNumberSchema,
  }),
  windows: z.array(
    z.object({
      beganMs: MeasuredNumberSchema,
      durationMs: MeasuredNumberSchema,
      isWhole: z.boolean(),
      steady: SteadyResultSchema.exactOptional(),
    }),
  ),
  sendingMs: MeasuredNumberSchema,
  drain: z.object({ requests: MeasuredNumberSchema, durationMs: MeasuredNumberSchema }),
  requests: z.object({
    due: MeasuredNumberSchema,
    successful: MeasuredNumberSchema,
    failed: MeasuredNumberSchema,
    cancelled: MeasuredNumberSchema,
    abandoned: MeasuredNumberSchema,
    duePerSecond: MeasuredNumberSchema,
  }),
  client: ClientUsageSchema.exactOptional(),
  arrivals: ArrivalQualitySchema.exactOptional(),
  failures: z.array(RequestFailuresSchema),
  answeredByCache: MeasuredNumberSchema.exactOptional(),
  promptLengths: PromptLengthsSchema.exactOptional(),
});
