import * as z from 'zod';
import { MeasuredNumberSchema } from '../../spec/measured-number.ts';

/** What a sweep raises from level to level. */
export const SWEEP_PARAMETERS = ['rate', 'concurrency', 'inputTokens', 'outputTokens'] as const;

/** One of {@link SWEEP_PARAMETERS}. */
export type SweepParameter = (typeof SWEEP_PARAMETERS)[number];

/** How a stage ends: after a time and a least number of requests, or after an exact number. */
const ending = {
  /** Milliseconds; absent where a number of requests ends it. */
  durationMs: z.number().positive().exactOptional(),
  minRequests: z.int().nonnegative().exactOptional(),
  /** Exact number of measured requests. */
  requests: z.int().positive().exactOptional(),
};

/** The end of a stage that runs until its criteria are decided; absent for others. */
const untilDecided = {
  until: z.literal('decided').exactOptional(),
  /** Milliseconds after which it ends undecided. */
  maxDurationMs: z.number().positive().exactOptional(),
  /** Measured requests of its first look; each later look has twice as many. */
  firstLook: z.int().positive().exactOptional(),
};

/** How arrivals of a rate are spaced. */
const arrivals = {
  arrivals: z.enum(['constant', 'poisson', 'gamma']),
  /** Of gamma arrivals: 1 is Poisson, less is burstier. */
  burstiness: z.number().positive().exactOptional(),
};

/** Where a rate was taken from: a share of the request throughput of an earlier stage. */
const origin = {
  share: z.number().positive().exactOptional(),
  of: z.string().exactOptional(),
};

/** What load a stage put on the target, as it was resolved: a rate is a number here. */
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
    /** Requests per second. */
    ratePerSecond: z.number().positive(),
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
    /** Measured requests. */
    requests: z.int().nonnegative(),
    /** On average; not measured where all arrive together. */
    ratePerSecond: MeasuredNumberSchema,
    speed: z.number().positive(),
  }),
  z.object({
    kind: z.literal('sessions'),
    /** Conversations per second. */
    ratePerSecond: z.number().positive(),
    ...arrivals,
    ...origin,
    ...ending,
  }),
]);

/** What load a stage put on the target. */
export type StageLoad = z.output<typeof StageLoadSchema>;

/** The JSON form of {@link StageLoad}. */
export type StageLoadJson = z.input<typeof StageLoadSchema>;

/** The level of a sweep that a stage is. */
export const StageLevelSchema = z.object({
  /** Name of the sweep. */
  sweep: z.string(),
  parameter: z.enum(SWEEP_PARAMETERS),
  value: z.number().positive(),
  /** Share of the requests that had to meet every SLO. */
  neededAttainment: z.number().gt(0).max(1),
});

/** The level of a sweep that a stage is. */
export type StageLevel = z.output<typeof StageLevelSchema>;
