import * as z from 'zod';
import { DurationMsSchema } from '../../../spec/quantity.ts';
import { SWEEP_PARAMETERS } from '../../../stream/stage/stage-load.ts';
import { readerKeys } from '../../options/dataset-options.ts';
import { CancelSchema } from '../cancel/cancel-schema.ts';
import { limitKeys, saturationKey } from '../ending/limit-options.ts';
import { lengthSchema } from './length-schema.ts';

const NameSchema = z
  .string()
  .regex(/^[a-z][a-z0-9-]*$/, 'expected lower-case letters, digits and dashes, a letter first')
  .exactOptional()
  .describe('name of the stage (default: its kind)');

const WarmupSchema = z.int().min(0).default(0).describe('unmeasured requests at the beginning');

const DurationSchema = DurationMsSchema.exactOptional().describe(
  'measured duration (default: an even share of the duration of the phase)',
);

/** A duration with a minimum number of requests, or an exact number. */
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

/** The alternative: until all criteria are decided. */
const untilDecided = {
  until: z
    .literal('decided')
    .exactOptional()
    .describe('run until all criteria of the stage are decided'),
  maxDuration: DurationMsSchema.exactOptional().describe(
    'maximum measured duration with until: "decided" (default: 10min)',
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
    of: z
      .string()
      .min(1)
      .exactOptional()
      .describe('name of an earlier closed stage (default: the last one)'),
    share: z
      .number()
      .gt(0)
      .max(2)
      .default(0.5)
      .describe('share of the request throughput of that stage'),
  }),
]);

/** The rate of a stage that sets none. */
export const DEFAULT_RATE: z.output<typeof RateSchema> = RateSchema.parse({});

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
  rate: RateSchema.exactOptional().describe(
    'conversations per second, or a share of the request throughput of an earlier stage (default: half of it)',
  ),
  users: z
    .int()
    .min(1)
    .max(65_536)
    .exactOptional()
    .describe('users who hold one conversation after another, instead of a rate'),
  arrivals: ArrivalsSchema,
  turns: lengthSchema(1).default(3).describe('turns of a made conversation'),
  thinkTime: DurationMsSchema.prefault('1s').describe(
    'mean time from a response to the next turn of the user, exponentially distributed; a delay in the dataset replaces it',
  ),
  toolTime: DurationMsSchema.exactOptional().describe(
    'time from a response to the results of its tool calls (default: none); a delay in the dataset replaces it',
  ),
  history: z
    .enum(['recorded', 'live'])
    .exactOptional()
    .describe(
      'answers that later turns of the dataset repeat: recorded ones, or those of this run (default: as its format means them)',
    ),
  warmup: WarmupSchema.describe('unmeasured conversations at the beginning'),
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
  file: z.string().min(1).describe('file of requests with times: a trace of any format'),
  ...readerKeys,
  speed: z.number().positive().default(1).describe('replay speed; 2 replays in half the time'),
  from: DurationMsSchema.exactOptional().describe(
    'first arrival that is replayed, after the first of the trace (default: the first)',
  ),
  to: DurationMsSchema.exactOptional().describe(
    'end of the part that is replayed, after the first arrival of the trace (default: its end)',
  ),
  scaleRate: z
    .number()
    .positive()
    .max(1000)
    .default(1)
    .describe(
      'factor of the request rate over the same time; below 1 requests are left out at random, above 1 repeated',
    ),
  spread: z
    .boolean()
    .default(false)
    .describe(
      'spread requests that share a time at random until the next time of the trace (default: sent together)',
    ),
  warmup: WarmupSchema,
  cancel: CancelSchema,
  requests: z
    .int()
    .min(1)
    .exactOptional()
    .describe('maximum number of measured requests of the trace (default: all)'),
  ...limitKeys,
});

const SweepSchema = z.strictObject({
  kind: z.literal('sweep'),
  name: NameSchema,
  parameter: z.enum(SWEEP_PARAMETERS).describe('parameter to raise, level by level'),
  from: z.number().positive().describe('lowest and first level'),
  to: z.number().positive().describe('highest level'),
  factor: z.number().gt(1).default(2).describe('factor from one level to the next'),
  tolerance: z
    .number()
    .gt(0)
    .max(1)
    .default(0.1)
    .describe(
      'the search ends when the lowest level missed is within this share of the highest level met',
    ),
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
    .describe('concurrent requests in a sweep over inputTokens or outputTokens'),
  warmup: WarmupSchema.describe('unmeasured requests at the beginning of each level'),
  duration: DurationMsSchema.prefault('10s').describe('measured duration of a level'),
  minRequests: z
    .int()
    .min(1)
    .default(100)
    .describe('minimum number of measured requests of a level'),
  ...limitKeys,
});

/** A load of the load phase, as configured. */
export const StageSchema = z.discriminatedUnion('kind', [
  ClosedSchema,
  OpenSchema,
  SessionsSchema,
  RampSchema,
  TraceSchema,
  SweepSchema,
]);

/** A load of the load phase, as configured, with defaults. */
export type StageOptions = z.output<typeof StageSchema>;
