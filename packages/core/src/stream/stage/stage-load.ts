import * as z from 'zod';
import { MeasuredNumberSchema } from '../../spec/measured-number.ts';

/** Parameters that a sweep raises from level to level. */
export const SWEEP_PARAMETERS = ['rate', 'concurrency', 'inputTokens', 'outputTokens'] as const;

/** One of {@link SWEEP_PARAMETERS}. */
export type SweepParameter = (typeof SWEEP_PARAMETERS)[number];

/** The end of a stage: after a duration and a minimum number of requests, or after an exact number. */
const ending = {
  durationMs: z
    .number()
    .positive()
    .exactOptional()
    .describe('milliseconds; absent where a number of requests ends it'),
  minRequests: z.int().nonnegative().exactOptional(),
  requests: z.int().positive().exactOptional().describe('exact number of measured requests'),
};

/** The end of a stage that runs until its criteria are decided; absent for others. */
const untilDecided = {
  until: z.literal('decided').exactOptional(),
  maxDurationMs: z
    .number()
    .positive()
    .exactOptional()
    .describe('milliseconds after which it ends undecided'),
  firstLook: z
    .int()
    .positive()
    .exactOptional()
    .describe('measured requests of its first look; each later look has twice as many'),
};

/** Arrival pattern of a rate. */
const arrivals = {
  arrivals: z.enum(['constant', 'poisson', 'gamma']),
  burstiness: z
    .number()
    .positive()
    .exactOptional()
    .describe('of gamma arrivals: 1 is Poisson, below 1 is burstier'),
};

/** Origin of a rate: a share of the request throughput of an earlier stage. */
const origin = {
  share: z.number().positive().exactOptional(),
  of: z.string().exactOptional(),
};

/** The resolved load of a stage: a rate is a number here. */
export const StageLoadSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('sequential'), ...ending }),
  z.object({
    kind: z.literal('closed'),
    concurrency: z.int().positive(),
    ...ending,
    ...untilDecided,
  }),
  z.object({
    kind: z.literal('open'),
    ratePerSecond: z.number().positive().describe('requests per second'),
    ...arrivals,
    ...origin,
    ...ending,
    ...untilDecided,
  }),
  z.object({
    kind: z.literal('ramp'),
    fromPerSecond: z.number().nonnegative(),
    toPerSecond: z.number().nonnegative(),
    durationMs: z.number().positive(),
  }),
  z.object({
    kind: z.literal('trace'),
    requests: z.int().nonnegative().describe('measured requests'),
    ratePerSecond: MeasuredNumberSchema.describe('average; not measured where all arrive together'),
    speed: z.number().positive(),
    scaleRate: z
      .number()
      .positive()
      .exactOptional()
      .describe('factor of the rate of the trace; absent where it is unchanged'),
    isSpread: z
      .boolean()
      .exactOptional()
      .describe('whether requests of one time were spread until the next'),
  }),
  z.object({
    kind: z.literal('users'),
    users: z
      .int()
      .positive()
      .describe('users who hold one conversation after another, with one request in flight each'),
    ...ending,
  }),
  z.object({
    kind: z.literal('sessions'),
    ratePerSecond: z.number().positive().describe('conversations per second'),
    ...arrivals,
    ...origin,
    ...ending,
  }),
]);

/** The resolved load of a stage. */
export type StageLoad = z.output<typeof StageLoadSchema>;

/** The JSON form of {@link StageLoad}. */
export type StageLoadJson = z.input<typeof StageLoadSchema>;

/** A stage as a level of a sweep. */
export const StageLevelSchema = z.object({
  sweep: z.string().describe('name of the sweep'),
  parameter: z.enum(SWEEP_PARAMETERS),
  value: z.number().positive(),
  neededAttainment: z
    .number()
    .gt(0)
    .max(1)
    .describe('required share of requests that meet every SLO'),
});

/** A stage as a level of a sweep. */
export type StageLevel = z.output<typeof StageLevelSchema>;
