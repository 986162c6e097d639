import * as z from 'zod';
import { MeasuredNumberSchema } from '../../spec/measured-number.ts';
import { ClientAccountSchema } from '../../spec/account/client-account.ts';
import { ClientCalibrationSchema } from '../../spec/account/client-calibration.ts';
import { GPU_ACCOUNT_FIELDS } from '../../spec/account/gpu-account.ts';
import { SamplingAccountSchema } from '../../spec/account/sampling-account.ts';
import { ErrorSchema } from '../../spec/error/error-codec.ts';
import { inPhase, atNs } from './event-place.ts';
import { memoryEventSchemas } from './memory-event.ts';
import { serverEventSchemas } from './server-event.ts';
import { serverMemoryEventSchema } from './memory-parts.ts';
import { serverSettingsSchema } from './settings-event.ts';
import { stageEventSchemas } from '../stage/stage-event.ts';
import { startupEventSchemas } from './startup-event.ts';

/** The windows that phases open over their samples alone; those over requests belong to stages. */
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
    /** What the run failed with, where no phase did. */
    error: ErrorSchema.exactOptional(),
  }),
  z.object({ kind: z.literal('phase-began'), ...inPhase }),
  z.object({ kind: z.literal('phase-ended'), ...inPhase }),
  z.object({ kind: z.literal('phase-failed'), ...inPhase, error: ErrorSchema }),
  z.object({ kind: z.literal('phase-skipped'), ...inPhase, reason: z.string() }),
  z.object({ kind: z.literal('window-began'), ...inPhase, window: z.enum(WINDOW_NAMES) }),
  z.object({ kind: z.literal('window-ended'), ...inPhase, window: z.enum(WINDOW_NAMES) }),
  z.object({
    /** The phase only watches: requests are none of its business. */
    kind: z.literal('recording-began'),
    ...inPhase,
    pid: z.int(),
    /** What was started; null for a process that ran already. */
    command: z.array(z.string()).nullable(),
  }),
  z.object({ kind: z.literal('target-started'), ...inPhase, pid: z.int() }),
  z.object({
    /** What the target says of itself, once it was reached; never secrets. */
    kind: z.literal('target-described'),
    ...inPhase,
    host: z.string(),
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
    /** That it can hold; not measured where the host does not tell. */
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
    /** Not measured where the host does not tell. */
    contextTokens: MeasuredNumberSchema,
  }),
  z.object({
    /** What the native thread kept by itself; exact where rows were dropped. */
    kind: z.literal('sampler-account'),
    ...inPhase,
    pid: z.int(),
    peakRssBytes: MeasuredNumberSchema,
    peakAtNs: MeasuredNumberSchema,
    account: SamplingAccountSchema,
  }),
  /** What was found of GPUs, by the end of sampling. */
  z.object({ kind: z.literal('gpu-account'), ...inPhase, ...GPU_ACCOUNT_FIELDS }),
  z.object({
    /** How far the client's own stamps are from the truth, before a load. */
    kind: z.literal('client-calibrated'),
    ...inPhase,
    calibration: ClientCalibrationSchema,
  }),
  z.object({
    /** Nothing is known of the errors of the client's stamps, and why. */
    kind: z.literal('client-not-calibrated'),
    ...inPhase,
    cause: z.enum(['switched-off', 'failed']),
    reason: z.string(),
  }),
  z.object({
    /** The client's account of itself over the load of a stage. */
    kind: z.literal('client-account'),
    ...inPhase,
    stage: z.string(),
    account: ClientAccountSchema,
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
    /** What every request of the phase should keep: milliseconds by name of the metric. */
    kind: z.literal('slos-set'),
    ...inPhase,
    slos: z.record(z.string(), z.number().positive()),
  }),
  z.object({
    /** A server that had answered could not be reached, or lost every request. */
    kind: z.literal('outage'),
    ...inPhase,
    /** When the first request was lost. */
    beganNs: z.number().nonnegative(),
    /** When a request was sent that it answered again; not measured where none was before the phase ended. */
    endedNs: MeasuredNumberSchema,
    /** Requests that were lost. */
    requests: z.int().positive(),
    /** Error kind of the first that found no server, else of the first that was lost. */
    cause: z.string(),
    /** What that one failed with. */
    message: z.string(),
  }),
  z.object({
    /** The server rejected requests of the phase because of their number (429, or 503 with Retry-After). */
    kind: z.literal('requests-rejected'),
    ...inPhase,
    requests: z.int().positive(),
    /** Milliseconds that it asked to wait; not measured where it did not say. */
    shortestRetryAfterMs: MeasuredNumberSchema,
    longestRetryAfterMs: MeasuredNumberSchema,
  }),
  z.object({
    /** The server led requests from one path of its origin to another; later ones went there directly. */
    kind: z.literal('redirect-followed'),
    ...inPhase,
    status: z.int(),
    fromPath: z.string(),
    toPath: z.string(),
    requests: z.int().positive(),
  }),
  /** Something about the host that cannot be sampled here, and why. */
  z.object({ kind: z.literal('not-sampled'), ...inPhase, reason: z.string() }),
  ...memoryEventSchemas,
  ...startupEventSchemas,
  serverMemoryEventSchema,
  ...serverEventSchemas,
  z.object({
    /** A metric that this phase cannot measure on this target, and why. */
    kind: z.literal('not-measured'),
    ...inPhase,
    metric: z.string(),
    reason: z.string(),
    /** The target can never tell it: a number that the streams would give all the same means something else. */
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

/** Something that happened. `atNs` is CLOCK_MONOTONIC; for a span it is the beginning. */
export type RunEvent = z.output<typeof RunEventSchema>;

/** The events of one kind. */
export type EventOf<Kind extends RunEvent['kind']> = Extract<RunEvent, { kind: Kind }>;
