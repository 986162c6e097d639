import * as z from 'zod';
import { ClientQualitySchema, type ClientQuality } from '../../spec/quality/client-quality.ts';
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
  SamplingQualitySchema,
  type SamplingQuality,
} from '../../spec/quality/sampling-quality.ts';
import { TestConfigSchema } from '../../spec/contract/test-config.ts';
import type { TestResults } from '../../spec/contract/test-results.ts';
import { LoadCurveSchema, type LoadCurve } from '../../metric/slo/load-curve-schema.ts';
import {
  MemoryVerdictSchema,
  type MemoryVerdict,
} from '../../metric/memory/growth/memory-verdict.ts';
import type { PeakAttribution } from '../../metric/memory/peak-attribution.ts';
import { MeasurementSchema, type Measurement } from '../../metric/measure/measurement.ts';
import { ServerMemorySchema, type ServerMemory } from '../../stream/events/memory-parts.ts';
import { MachineSliceSchema, type MachineSlice } from '../../stream/events/fleet-event.ts';
import { WINDOW_NAMES, type WindowName } from '../../stream/events/run-event.ts';
import { MachineResultSchema, type MachineResult } from './machine-result.ts';
import { ServerResultSchema, type ServerResult } from './server-result.ts';
import {
  RequestFailuresSchema,
  StageResultSchema,
  type RequestFailures,
  type StageResult,
  type StageResultJson,
} from './stage-result.ts';
import { CriterionVerdictSchema, type CriterionVerdict } from '../../verdict/criterion-verdict.ts';

/** A window of a phase for samples alone. */
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
  /** The stage whose latency fills the contract's single numbers; absent where none was measured. */
  headline?: string;
  /** Of the phase as a whole, by name of the metric; metrics of requests belong to stages. */
  measurements: Record<string, Measurement>;
  /** The loads of the phase, in the order in which they began. */
  stages: StageResult[];
  /** Stages that were requested and never began, and why. */
  stagesNotRun: { name: string; reason: string }[];
  /** Names of the requested metrics; reports show these, and those of criteria. */
  shown: string[];
  /** Of the phase and of its stages, in the order in which reports show them. */
  criteria: CriterionVerdict[];
  /** In a phase that switches models. */
  crossModel?: CrossModelMetrics;
  /** The results of sweeps. */
  loadCurves: LoadCurve[];
  /** Absent when nothing was sampled. */
  sampling?: SamplingQuality;
  /** The client's account and calibration; absent where Loadcell's client used no network. */
  client?: ClientQuality;
  memoryProfile: MemoryProfile;
  /** Whether memory grows without end; absent where memory or requests were not measured. */
  memoryVerdict?: MemoryVerdict;
  /** The server's memory by purpose, as it reports it with its models loaded; absent where it does not. */
  serverMemory?: ServerMemory;
  /** What was in flight and in memory at the peak; absent when nothing was sampled. */
  memoryPeak?: PeakAttribution;
  windows: WindowResult[];
  /** Readings of the machine and the target that could not be sampled, with the reason. */
  notSampled: string[];
  /** Requests that failed, of stages and of none, by kind, the most frequent first. */
  failures: RequestFailures[];
}

/** How a run ended; anything but `complete` never passes. */
export type RunStatus = 'complete' | 'interrupted' | 'failed' | 'killed';

/** The nonce of the prompts of a run. */
export interface RunNonce {
  text: string;
  /** Whether it was set instead of random: prompts repeat those of every run with the same nonce and seed. */
  isGiven: boolean;
}

/** The contract's results, and what Loadcell adds to them: the content of results.json. */
export interface RunResults extends TestResults {
  status: RunStatus;
  /** Why the run failed besides its phases, such as a machine that failed before them; absent where nothing did. */
  errors?: Error[];
  phases: PhaseResult[];
  /** Absent where it was not recorded. */
  environment?: Environment;
  /** Settings that the server reported; absent where none were read, as of an embedded engine. */
  server?: ServerResult;
  /** The nonce of the prompts; absent where it was not recorded. */
  nonce?: RunNonce;
  /** The part of a run over several workers that it is; absent for a whole one. */
  slice?: MachineSlice;
  /** The machines of a run over several; absent for other runs. */
  machines?: MachineResult[];
  /** Phases that were not run, and why. */
  skipped: { phase: string; reason: string }[];
}

/** The JSON form of {@link PhaseResult}. */
export interface PhaseResultJson extends Omit<MeasuredJson<PhaseResult>, 'errors' | 'stages'> {
  errors?: ErrorJson[];
  stages: StageResultJson[];
}

/** The JSON form of {@link RunResults}. */
export interface RunResultsJson extends Omit<RunResults, 'errors' | 'phases' | 'machines'> {
  errors?: ErrorJson[];
  phases: PhaseResultJson[];
  machines?: MeasuredJson<MachineResult>[];
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
  sampling: SamplingQualitySchema.exactOptional(),
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

/** Reads and writes results.json; `TestResultsSchema` reads it as well. */
export const RunResultsSchema: z.ZodType<RunResults, RunResultsJson> = z.object({
  timestamp: z.iso.datetime(),
  config: TestConfigSchema,
  status: z.enum(['complete', 'interrupted', 'failed', 'killed']),
  errors: z.array(ErrorSchema).exactOptional(),
  phases: z.array(PhaseResultSchema),
  environment: EnvironmentSchema.exactOptional(),
  server: ServerResultSchema.exactOptional(),
  nonce: z.object({ text: z.string(), isGiven: z.boolean() }).exactOptional(),
  slice: MachineSliceSchema.exactOptional(),
  machines: z.array(MachineResultSchema).exactOptional(),
  skipped: z.array(z.object({ phase: z.string(), reason: z.string() })),
  summary: z.object({
    totalDuration: z.number().nonnegative(),
    overallSuccess: z.boolean(),
    failedPhases: z.array(z.string()),
  }),
});
