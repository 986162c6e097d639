import * as z from 'zod';
import { MeasuredNumberSchema } from '../../spec/measured-number.ts';
import { ClientUsageSchema } from '../../spec/quality/client-usage.ts';
import { ClientCalibrationSchema } from '../../spec/quality/client-calibration.ts';
import { ClientErrorBudgetSchema } from '../../spec/quality/client-error-budget.ts';
import { GPU_INVENTORY_FIELDS } from '../../spec/quality/gpu-inventory.ts';
import { SamplingQualitySchema } from '../../spec/quality/sampling-quality.ts';
import { ErrorSchema } from '../../spec/error/error-codec.ts';
import { inPhase, atNs } from './event-place.ts';
import { memoryEventSchemas } from './memory-event.ts';
import { serverEventSchemas } from './server-event.ts';
import { serverMemoryEventSchema } from './memory-parts.ts';
import { serverSettingsSchema } from './settings-event.ts';
import { stageEventSchemas } from '../stage/stage-event.ts';
import { startupEventSchemas } from './startup-event.ts';

/** Windows of phases over samples; windows over requests belong to stages. */
export const WINDOW_NAMES = ['idle', 'cooldown'] as const;

/** One of {@link WINDOW_NAMES}. */
export type WindowName = (typeof WINDOW_NAMES)[number];

const eventSchemas = [
  z.object({
    kind: z.literal('run-began'),
    ...atNs,
    /** Wall clock at `atNs`, epoch milliseconds: the only link between both clocks. */
    epochMs: z.number(),
  }),
  z.object({
    kind: z.literal('run-ended'),
    ...atNs,
    status: z.enum(['complete', 'interrupted', 'failed']),
    /** Error of the run, where no phase failed. */
    error: ErrorSchema.exactOptional(),
  }),
  z.object({ kind: z.literal('phase-began'), ...inPhase }),
  z.object({ kind: z.literal('phase-ended'), ...inPhase }),
  z.object({ kind: z.literal('phase-failed'), ...inPhase, error: ErrorSchema }),
  z.object({ kind: z.literal('phase-skipped'), ...inPhase, reason: z.string() }),
  z.object({ kind: z.literal('window-began'), ...inPhase, window: z.enum(WINDOW_NAMES) }),
  z.object({ kind: z.literal('window-ended'), ...inPhase, window: z.enum(WINDOW_NAMES) }),
  z.object({
    /** The phase only records a process and sends no requests. */
    kind: z.literal('recording-began'),
    ...inPhase,
    pid: z.int(),
    /** The started command; null for a process that was already running. */
    command: z.array(z.string()).nullable(),
  }),
  z.object({ kind: z.literal('target-started'), ...inPhase, pid: z.int() }),
  z.object({
    /** Description by the target itself, once it was reached; without secrets. */
    kind: z.literal('target-described'),
    ...inPhase,
    /** Kind of the target: `llama-cpp`, `vllm`… */
    target: z.string(),
    version: z.string(),
    models: z.array(z.string()),
    details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  }),
  serverSettingsSchema,
  z.object({
    kind: z.literal('target-exited'),
    ...inPhase,
    pid: z.int(),
    expected: z.boolean(),
    exitCode: z.int().nullable(),
    signal: z.string().nullable(),
  }),
  z.object({ kind: z.literal('model-loading'), ...inPhase, model: z.string() }),
  z.object({
    kind: z.literal('model-loaded'),
    ...inPhase,
    model: z.string(),
    bytes: MeasuredNumberSchema,
  }),
  z.object({ kind: z.literal('model-unloaded'), ...inPhase, model: z.string() }),
  z.object({
    kind: z.literal('context-opened'),
    ...inPhase,
    model: z.string(),
    context: z.string(),
    /** Capacity, tokens; not measured where the target does not report it. */
    tokens: MeasuredNumberSchema,
  }),
  z.object({
    kind: z.literal('context-closed'),
    ...inPhase,
    model: z.string(),
    context: z.string(),
  }),
  z.object({ kind: z.literal('switch-began'), ...inPhase, from: z.string(), to: z.string() }),
  z.object({ kind: z.literal('switch-ended'), ...inPhase, from: z.string(), to: z.string() }),
  z.object({
    /** Greedy continuations of one context, compared token by token. */
    kind: z.literal('continuation-compared'),
    ...inPhase,
    model: z.string(),
    /** `switch` when another model ran in between, `control` when none did. */
    between: z.enum(['switch', 'control']),
    agreeingTokens: z.int().nonnegative(),
    comparedTokens: z.int().nonnegative(),
    /** Not measured where the target does not report it. */
    contextTokens: MeasuredNumberSchema,
  }),
  z.object({
    /** Figures kept by the native thread itself; exact even where rows were dropped. */
    kind: z.literal('sampling-quality'),
    ...inPhase,
    pid: z.int(),
    peakRssBytes: MeasuredNumberSchema,
    peakAtNs: MeasuredNumberSchema,
    quality: SamplingQualitySchema,
  }),
  /** GPUs found by the end of sampling. */
  z.object({ kind: z.literal('gpu-inventory'), ...inPhase, ...GPU_INVENTORY_FIELDS }),
  z.object({
    /** Timing error of the client, calibrated before a load. */
    kind: z.literal('client-calibrated'),
    ...inPhase,
    calibration: ClientCalibrationSchema,
  }),
  z.object({
    /** The timing error of the client is unknown, with the reason. */
    kind: z.literal('client-not-calibrated'),
    ...inPhase,
    cause: z.enum(['switched-off', 'failed']),
    reason: z.string(),
    budget: ClientErrorBudgetSchema,
  }),
  z.object({
    /** Usage of the client over the load of a stage. */
    kind: z.literal('client-usage'),
    ...inPhase,
    stage: z.string(),
    usage: ClientUsageSchema,
  }),
  ...stageEventSchemas,
  z.object({
    /** Tokens that the server puts around every prompt of a model, such as its chat template. */
    kind: z.literal('template-measured'),
    ...inPhase,
    model: z.string(),
    tokens: z.number().nonnegative(),
  }),
  z.object({
    /** SLOs of each request of the phase: milliseconds by name of the metric. */
    kind: z.literal('slos-set'),
    ...inPhase,
    slos: z.record(z.string(), z.number().positive()),
  }),
  z.object({
    /** A server that had responded before was unreachable, or every request was lost. */
    kind: z.literal('outage'),
    ...inPhase,
    /** When the first request was lost. */
    beganNs: z.number().nonnegative(),
    /** When the first request that succeeded again was sent; not measured where none did before the phase ended. */
    endedNs: MeasuredNumberSchema,
    /** Requests that were lost. */
    requests: z.int().positive(),
    /** Error kind of the first request that found no server, else of the first lost one. */
    cause: z.string(),
    /** Error message of that request. */
    message: z.string(),
  }),
  z.object({
    /** The server rejected requests of the phase as too many (429, or 503 with Retry-After). */
    kind: z.literal('requests-rejected'),
    ...inPhase,
    requests: z.int().positive(),
    /** Retry-After, milliseconds; not measured without one. */
    shortestRetryAfterMs: MeasuredNumberSchema,
    longestRetryAfterMs: MeasuredNumberSchema,
  }),
  z.object({
    /** The server redirected requests from one path of its origin to another; later ones went there directly. */
    kind: z.literal('redirect-followed'),
    ...inPhase,
    status: z.int(),
    fromPath: z.string(),
    toPath: z.string(),
    requests: z.int().positive(),
  }),
  /** Something about the target that cannot be sampled here, with the reason. */
  z.object({ kind: z.literal('not-sampled'), ...inPhase, reason: z.string() }),
  ...memoryEventSchemas,
  ...startupEventSchemas,
  serverMemoryEventSchema,
  ...serverEventSchemas,
  z.object({
    /** A metric that this phase cannot measure on this target, with the reason. */
    kind: z.literal('not-measured'),
    ...inPhase,
    metric: z.string(),
    reason: z.string(),
    /** A limitation of the target: a number computed from the streams anyway would have another meaning. */
    isLimitation: z.boolean().exactOptional(),
  }),
  z.object({ kind: z.literal('mark'), ...inPhase, name: z.string() }),
  z.object({
    kind: z.literal('span'),
    ...inPhase,
    name: z.string(),
    durationNs: z.number().nonnegative(),
  }),
] as const;

/** One row of the events stream, in memory and (by the same schema) as a line of events.jsonl. */
export const RunEventSchema = z.discriminatedUnion('kind', eventSchemas);

/** An event. `atNs` is CLOCK_MONOTONIC; for a span it is the beginning. */
export type RunEvent = z.output<typeof RunEventSchema>;

/** The events of one kind. */
export type EventOf<Kind extends RunEvent['kind']> = Extract<RunEvent, { kind: Kind }>;
