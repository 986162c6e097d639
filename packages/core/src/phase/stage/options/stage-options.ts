import * as z from 'zod';
import { DurationMsSchema } from '../../../spec/quantity.ts';
import { SWEEP_PARAMETERS } from '../../../stream/stage/stage-load.ts';
import { CancelSchema } from '../cancel/cancel-schema.ts';
import { limitKeys, saturationKey } from '../ending/limit-options.ts';
import { lengthSchema } from './length-schema.ts';

const NameSchema = z
  .string()
  .regex(/^[a-z][a-z0-9-]*$/, 'expected lower-case letters, digits and dashes, a letter first')
  .exactOptional()
  .describe('name of the stage (default: its kind)');

const WarmupSchema = z
  .int()
  .min(0)
  .default(0)
  .describe('requests at the beginning that are not measured');

const DurationSchema = DurationMsSchema.exactOptional().describe(
  'measured time (default: an even share of the duration of the phase)',
);

/** Either a time with a least number of requests, or an exact number. */
const ending = {
  duration: DurationSchema,
  minRequests: z
    .int()
    .min(1)
    .exactOptional()
    .describe(
      'minimum number of measured requests (default: 64, or up to 300 where criteria need them)',
    ),
  requests: z.int().min(1).exactOptional().describe('exact number of measured requests'),
};

/** In place of those: until all criteria are decided. */
const untilDecided = {
  until: z
    .literal('decided')
    .exactOptional()
    .describe('run until all criteria of the stage are decided'),
  maxDuration: DurationMsSchema.exactOptional().describe(
    'maximum measured time with until: "decided" (default: 10min)',
  ),
};

const ArrivalsSchema = z
  .union([
    z.enum(['poisson', 'constant']),
    z.strictObject({
      gamma: z.number().positive().describe('burstiness: 1 is Poisson, less is burstier'),
    }),
  ])
  .default('poisson')
  .describe('arrival pattern');

const RateSchema = z.union([
  z.number().positive(),
  z.strictObject({
    of: z.string().min(1).exactOptional().describe('an earlier closed stage'),
    share: z
      .number()
      .gt(0)
      .max(2)
      .default(0.5)
      .describe('share of the request throughput of that stage'),
  }),
]);

const ClosedSchema = z.strictObject({
  kind: z.literal('closed'),
  name: NameSchema,
  concurrency: z.int().min(1).max(65_536).default(4).describe('concurrent requests'),
  warmup: WarmupSchema,
  cancel: CancelSchema,
  ...ending,
  ...untilDecided,
  ...limitKeys,
});

const OpenSchema = z.strictObject({
  kind: z.literal('open'),
  name: NameSchema,
  rate: RateSchema.prefault({}).describe('requests per second, or a share of an earlier stage'),
  arrivals: ArrivalsSchema,
  warmup: WarmupSchema,
  cancel: CancelSchema,
  ...ending,
  ...untilDecided,
  ...limitKeys,
  ...saturationKey,
});

const SessionsSchema = z.strictObject({
  kind: z.literal('sessions'),
  name: NameSchema,
  rate: RateSchema.prefault({}).describe(
    'conversations per second, or a share of the request throughput of an earlier stage',
  ),
  arrivals: ArrivalsSchema,
  turns: lengthSchema(1).default(3).describe('turns of a conversation'),
  thinkTime: DurationMsSchema.prefault('1s').describe(
    'mean time from a response to the next turn, exponentially distributed',
  ),
  warmup: WarmupSchema.describe('conversations at the beginning that are not measured'),
  ...ending,
  ...limitKeys,
});

const RampSchema = z.strictObject({
  kind: z.literal('ramp'),
  name: NameSchema,
  from: z.number().min(0).describe('requests per second at the beginning'),
  to: z.number().min(0).describe('requests per second at the end'),
  warmup: WarmupSchema,
  cancel: CancelSchema,
  duration: DurationSchema,
  ...limitKeys,
  ...saturationKey,
});

const TraceSchema = z.strictObject({
  kind: z.literal('trace'),
  name: NameSchema,
  file: z
    .string()
    .min(1)
    .describe('JSONL or CSV file with atMs, inputTokens and outputTokens of each request'),
  speed: z.number().positive().default(1).describe('2 replays in half the time'),
  warmup: WarmupSchema,
  cancel: CancelSchema,
  requests: z
    .int()
    .min(1)
    .exactOptional()
    .describe('measured requests of the trace at most (default: all)'),
  ...limitKeys,
});

const SweepSchema = z.strictObject({
  kind: z.literal('sweep'),
  name: NameSchema,
  parameter: z.enum(SWEEP_PARAMETERS).describe('what is raised, level by level'),
  from: z.number().positive().describe('the lowest level, tried first'),
  to: z.number().positive().describe('the highest level that is tried'),
  factor: z.number().gt(1).default(2).describe('from one level to the next, until one breaks'),
  tolerance: z
    .number()
    .gt(0)
    .max(1)
    .default(0.1)
    .describe('the search ends when what broke is within this share of what met'),
  attainment: z
    .number()
    .gt(0)
    .max(1)
    .default(0.99)
    .describe('share of requests that must meet every SLO; 0.99 as in MLPerf Inference'),
  arrivals: ArrivalsSchema,
  concurrency: z
    .int()
    .min(1)
    .max(65_536)
    .default(1)
    .describe('concurrent requests of a sweep over inputTokens or outputTokens'),
  warmup: WarmupSchema.describe('requests at the beginning of each level that are not measured'),
  duration: DurationMsSchema.prefault('10s').describe('measured time of a level'),
  minRequests: z.int().min(1).default(100).describe('measured requests of a level at least'),
  ...limitKeys,
});

/** One load of the load phase, as it is configured. */
export const StageSchema = z.discriminatedUnion('kind', [
  ClosedSchema,
  OpenSchema,
  SessionsSchema,
  RampSchema,
  TraceSchema,
  SweepSchema,
]);

/** One load of the load phase, as it is configured, with its defaults. */
export type StageOptions = z.output<typeof StageSchema>;
