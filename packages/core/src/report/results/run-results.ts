import * as z from 'zod';
import { ClientQualitySchema, type ClientQuality } from '../../spec/account/client-quality.ts';
import {
  CrossModelMetricsSchema,
  type CrossModelMetrics,
} from '../../spec/contract/cross-model-metrics.ts';
import { EnvironmentSchema, type Environment } from '../../spec/environment.ts';
import { ErrorSchema, type ErrorJson } from '../../spec/error/error-codec.ts';
import type { MeasuredJson } from '../../spec/measured-number.ts';
import { MemoryProfileSchema, type MemoryProfile } from '../../spec/contract/memory-profile.ts';
import {
  PerformanceMetricsSchema,
  type PerformanceMetrics,
} from '../../spec/contract/performance-metrics.ts';
import {
  SamplingAccountSchema,
  type SamplingAccount,
} from '../../spec/account/sampling-account.ts';
import { TestConfigSchema } from '../../spec/contract/test-config.ts';
import type { TestResults } from '../../spec/contract/test-results.ts';
import { LoadCurveSchema, type LoadCurve } from '../../metric/measure/load-curve-schema.ts';
import {
  MemoryVerdictSchema,
  type MemoryVerdict,
} from '../../metric/memory/growth/memory-verdict.ts';
import type { PeakAttribution } from '../../metric/memory/peak-attribution.ts';
import { MeasurementSchema, type Measurement } from '../../metric/measure/measurement.ts';
import { ServerMemorySchema, type ServerMemory } from '../../stream/events/memory-parts.ts';
import { WINDOW_NAMES, type WindowName } from '../../stream/events/run-event.ts';
import { ServerResultSchema, type ServerResult } from '../rows/settings/server-result.ts';
import {
  RequestFailuresSchema,
  StageResultSchema,
  type RequestFailures,
  type StageResult,
  type StageResultJson,
} from './stage-result.ts';
import { CriterionVerdictSchema, type CriterionVerdict } from '../../verdict/criterion-verdict.ts';

/** A window of a phase in which only samples are looked at. */
export interface WindowResult {
  name: WindowName;
  /** Milliseconds since the phase began. */
  beganMs: number;
  durationMs: number;
  /** False when the phase was over before the window was. */
  isWhole: boolean;
}

/** The contract's results of a phase, and what Loadcell adds to them. */
export interface PhaseResult {
  name: string;
  metrics: PerformanceMetrics;
  success: boolean;
  errors?: Error[];
  /** Milliseconds. */
  duration: number;
  /** The stage whose times stand where the contract has room for one number; absent where none was measured. */
  headline?: string;
  /** Of the phase as a whole, by name of the metric: what mixes loads is of stages alone. */
  measurements: Record<string, Measurement>;
  /** The loads of the phase, in the order in which they began. */
  stages: StageResult[];
  /** Stages that were requested and never began, and why. */
  stagesNotRun: { name: string; reason: string }[];
  /** Names of the metrics that were asked for; reports show these, and those of criteria. */
  shown: string[];
  /** Of the phase and of its stages, in the order in which reports show them. */
  criteria: CriterionVerdict[];
  /** In a phase that switches models. */
  crossModel?: CrossModelMetrics;
  /** What each sweep found. */
  loadCurves: LoadCurve[];
  /** Absent when nothing was sampled. */
  sampling?: SamplingAccount;
  /** What is known of the client that took the times; absent where no client of ours was on a network. */
  client?: ClientQuality;
  memoryProfile: MemoryProfile;
  /** Whether memory grows without end; absent where memory or requests were not measured. */
  memoryVerdict?: MemoryVerdict;
  /** What the server reports its memory is for, once its models were loaded; absent where it does not. */
  serverMemory?: ServerMemory;
  /** What went on at the peak; absent when nothing was sampled. */
  memoryPeak?: PeakAttribution;
  windows: WindowResult[];
  /** What of the host could not be sampled, and why. */
  notSampled: string[];
  /** Requests that failed, of stages and of none, by kind, the most frequent first. */
  failures: RequestFailures[];
}

/** How a run ended; anything but `complete` never passes. */
export type RunStatus = 'complete' | 'interrupted' | 'failed' | 'killed';

/** What decided the words of the prompts of a run. */
export interface RunNonce {
  text: string;
  /** Whether it was set, and not drawn for this run: prompts repeat those of every run with it and the same seed. */
  isGiven: boolean;
}

/** The contract's results, and what Loadcell adds to them: the content of results.json. */
export interface RunResults extends TestResults {
  status: RunStatus;
  phases: PhaseResult[];
  /** Absent where nothing was kept of it. */
  environment?: Environment;
  /** Settings that the server reported; absent where none were read, as of an embedded engine. */
  server?: ServerResult;
  /** What decided the words of the prompts; absent where nothing was kept of it. */
  nonce?: RunNonce;
  /** Phases that were not run, and why. */
  skipped: { phase: string; reason: string }[];
}

/** The JSON form of {@link PhaseResult}. */
export interface PhaseResultJson extends Omit<MeasuredJson<PhaseResult>, 'errors' | 'stages'> {
  errors?: ErrorJson[];
  stages: StageResultJson[];
}

/** The JSON form of {@link RunResults}. */
export interface RunResultsJson extends Omit<RunResults, 'phases'> {
  phases: PhaseResultJson[];
}

const PeakAttributionSchema: z.ZodType<PeakAttribution, PeakAttribution> = z.object({
  bytes: z.number(),
  atMs: z.number(),
  models: z.array(z.string()),
  requestCount: z.int().nonnegative(),
  requests: z.array(z.object({ id: z.int(), purpose: z.string(), model: z.string() })),
  event: z.string().exactOptional(),
});

const PhaseResultSchema: z.ZodType<PhaseResult, PhaseResultJson> = z.object({
  name: z.string(),
  metrics: PerformanceMetricsSchema,
  success: z.boolean(),
  errors: z.array(ErrorSchema).exactOptional(),
  duration: z.number().nonnegative(),
  headline: z.string().exactOptional(),
  measurements: z.record(z.string(), MeasurementSchema),
  stages: z.array(StageResultSchema),
  stagesNotRun: z.array(z.object({ name: z.string(), reason: z.string() })),
  shown: z.array(z.string()),
  criteria: z.array(CriterionVerdictSchema),
  crossModel: CrossModelMetricsSchema.exactOptional(),
  loadCurves: z.array(LoadCurveSchema),
  sampling: SamplingAccountSchema.exactOptional(),
  client: ClientQualitySchema.exactOptional(),
  memoryProfile: MemoryProfileSchema,
  memoryVerdict: MemoryVerdictSchema.exactOptional(),
  serverMemory: ServerMemorySchema.exactOptional(),
  memoryPeak: PeakAttributionSchema.exactOptional(),
  windows: z.array(
    z.object({
      name: z.enum(WINDOW_NAMES),
      beganMs: z.number(),
      durationMs: z.number().nonnegative(),
      isWhole: z.boolean(),
    }),
  ),
  notSampled: z.array(z.string()),
  failures: z.array(RequestFailuresSchema),
});

/** Reads and writes results.json; what it writes is also read by `TestResultsSchema`. */
export const RunResultsSchema: z.ZodType<RunResults, RunResultsJson> = z.object({
  timestamp: z.iso.datetime(),
  config: TestConfigSchema,
  status: z.enum(['complete', 'interrupted', 'failed', 'killed']),
  phases: z.array(PhaseResultSchema),
  environment: EnvironmentSchema.exactOptional(),
  server: ServerResultSchema.exactOptional(),
  nonce: z.object({ text: z.string(), isGiven: z.boolean() }).exactOptional(),
  skipped: z.array(z.object({ phase: z.string(), reason: z.string() })),
  summary: z.object({
    totalDuration: z.number().nonnegative(),
    overallSuccess: z.boolean(),
    failedPhases: z.array(z.string()),
  }),
});
