import * as z from 'zod';
import { MeasuredNumberSchema } from '../../spec/measured-number.ts';
import { ClientUsageSchema } from '../../spec/quality/client-usage.ts';
import { ClientCalibrationSchema } from '../../spec/quality/client-calibration.ts';
import { ClientErrorBudgetSchema } from '../../spec/quality/client-error-budget.ts';
import { GPU_INVENTORY_FIELDS } from '../../spec/quality/gpu-inventory.ts';
import { SamplingQualitySchema } from '../../spec/quality/sampling-quality.ts';
import { ErrorSchema } from '../../spec/error/error-codec.ts';
import { inPhase, atNs } from './event-place.ts';
import { contentEventSchemas } from './content-event.ts';
import { datasetEventSchemas } from './dataset-event.ts';
import { fleetEventSchemas } from './fleet-event.ts';
import { modelEventSchemas } from './model-event.ts';
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
  z
    .object({
      kind: z.literal('run-began'),
      ...atNs,
      epochMs: z
        .number()
        .describe('wall clock at `atNs`, epoch milliseconds: the only link between both clocks'),
    })
    .describe('The run began.'),
  z
    .object({
      kind: z.literal('run-ended'),
      ...atNs,
      status: z.enum(['complete', 'interrupted', 'failed']),
      error: ErrorSchema.exactOptional().describe(
        'why it failed; a phase that failed of it has it, too',
      ),
    })
    .describe('The run ended.'),
  z.object({ kind: z.literal('phase-began'), ...inPhase }).describe('A phase began.'),
  z.object({ kind: z.literal('phase-ended'), ...inPhase }).describe('A phase ended.'),
  z
    .object({ kind: z.literal('phase-failed'), ...inPhase, error: ErrorSchema })
    .describe('A phase failed.'),
  z
    .object({
      kind: z.literal('phase-skipped'),
      ...inPhase,
      reason: z.string(),
      isOfOtherWorker: z
        .literal(true)
        .exactOptional()
        .describe('Another worker runs it for all; absent where none does.'),
    })
    .describe('A phase was skipped.'),
  z
    .object({ kind: z.literal('window-began'), ...inPhase, window: z.enum(WINDOW_NAMES) })
    .describe('A window over samples began.'),
  z
    .object({ kind: z.literal('window-ended'), ...inPhase, window: z.enum(WINDOW_NAMES) })
    .describe('A window over samples ended.'),
  z
    .object({
      kind: z.literal('recording-began'),
      ...inPhase,
      pid: z.int(),
      command: z
        .array(z.string())
        .nullable()
        .describe('the started command; null for a process that was already running'),
    })
    .describe('The phase only records a process and sends no requests.'),
  z
    .object({ kind: z.literal('target-started'), ...inPhase, pid: z.int() })
    .describe('The process of the target is running.'),
  z
    .object({
      kind: z.literal('target-described'),
      ...inPhase,
      target: z.string().describe('kind of the target: `llama-cpp`, `vllm`…'),
      version: z.string(),
      models: z.array(z.string()),
      details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
    })
    .describe('Description by the target itself, once it was reached; without secrets.'),
  serverSettingsSchema,
  z
    .object({
      kind: z.literal('target-exited'),
      ...inPhase,
      pid: z.int(),
      expected: z.boolean(),
      exitCode: z.int().nullable(),
      signal: z.string().nullable(),
    })
    .describe('The process of the target exited.'),
  ...modelEventSchemas,
  z
    .object({
      kind: z.literal('sampling-quality'),
      ...inPhase,
      pid: z.int(),
      peakRssBytes: MeasuredNumberSchema,
      peakAtNs: MeasuredNumberSchema,
      quality: SamplingQualitySchema,
    })
    .describe('Figures kept by the native thread itself; exact even where rows were dropped.'),
  z
    .object({ kind: z.literal('gpu-inventory'), ...inPhase, ...GPU_INVENTORY_FIELDS })
    .describe('GPUs found by the end of sampling.'),
  z
    .object({
      kind: z.literal('client-calibrated'),
      ...inPhase,
      calibration: ClientCalibrationSchema,
    })
    .describe('Timing error of the client, calibrated before a load.'),
  z
    .object({
      kind: z.literal('client-not-calibrated'),
      ...inPhase,
      cause: z.enum(['switched-off', 'failed']),
      reason: z.string(),
      budget: ClientErrorBudgetSchema,
    })
    .describe('The timing error of the client is unknown, with the reason.'),
  z
    .object({
      kind: z.literal('client-usage'),
      ...inPhase,
      stage: z.string(),
      usage: ClientUsageSchema,
    })
    .describe('Usage of the client over the load of a stage.'),
  ...stageEventSchemas,
  z
    .object({
      kind: z.literal('template-measured'),
      ...inPhase,
      model: z.string(),
      tokens: z.number().nonnegative(),
    })
    .describe(
      'Tokens that the server puts around every prompt of a model, such as its chat template.',
    ),
  z
    .object({
      kind: z.literal('slos-set'),
      ...inPhase,
      slos: z.record(z.string(), z.number().positive()),
    })
    .describe('SLOs of each request of the phase: milliseconds by name of the metric.'),
  z
    .object({
      kind: z.literal('outage'),
      ...inPhase,
      beganNs: z.number().nonnegative().describe('when the first request was lost'),
      endedNs: MeasuredNumberSchema.describe(
        'when the first request that succeeded again was sent; not measured where none did before the phase ended',
      ),
      requests: z.int().positive().describe('requests that were lost'),
      cause: z
        .string()
        .describe(
          'error kind of the first request that found no server, else of the first lost one',
        ),
      message: z.string().describe('error message of that request'),
      replica: z.string().exactOptional().describe('URL of the replica; absent with one server'),
    })
    .describe('A server that had responded before was unreachable, or every request was lost.'),
  z
    .object({
      kind: z.literal('requests-rejected'),
      ...inPhase,
      requests: z.int().positive(),
      shortestRetryAfterMs: MeasuredNumberSchema.describe(
        'retry-After, milliseconds; not measured without one',
      ),
      longestRetryAfterMs: MeasuredNumberSchema,
    })
    .describe(
      'The server rejected requests of the phase as too many (429, or 503 with Retry-After).',
    ),
  z
    .object({
      kind: z.literal('redirect-followed'),
      ...inPhase,
      status: z.int(),
      fromPath: z.string(),
      toPath: z.string(),
      requests: z.int().positive(),
    })
    .describe(
      'The server redirected requests from one path of its origin to another; later ones went there directly.',
    ),
  z
    .object({ kind: z.literal('not-sampled'), ...inPhase, reason: z.string() })
    .describe('Something about the target that cannot be sampled here, with the reason.'),
  ...contentEventSchemas,
  ...datasetEventSchemas,
  ...memoryEventSchemas,
  ...startupEventSchemas,
  serverMemoryEventSchema,
  ...serverEventSchemas,
  ...fleetEventSchemas,
  z
    .object({
      kind: z.literal('not-measured'),
      ...inPhase,
      metric: z.string(),
      reason: z.string(),
      isLimitation: z
        .boolean()
        .exactOptional()
        .describe(
          'a limitation of the target: a number computed from the streams anyway would have another meaning',
        ),
    })
    .describe('A metric that this phase cannot measure on this target, with the reason.'),
  z
    .object({ kind: z.literal('mark'), ...inPhase, name: z.string() })
    .describe('A point in time that a program marked.'),
  z
    .object({
      kind: z.literal('span'),
      ...inPhase,
      name: z.string(),
      durationNs: z.number().nonnegative(),
    })
    .describe('A stretch of time that a program measured.'),
] as const;

/** One row of the events stream, in memory and (by the same schema) as a line of events.jsonl. */
export const RunEventSchema = z.discriminatedUnion('kind', eventSchemas);

/** An event. `atNs` is CLOCK_MONOTONIC; for a span it is the beginning. */
export type RunEvent = z.output<typeof RunEventSchema>;

/** The events of one kind. */
export type EventOf<Kind extends RunEvent['kind']> = Extract<RunEvent, { kind: Kind }>;
