import { ConfigError } from '../spec/errors.ts';
import { poissonArrivals } from './arrivals.ts';
import { gammaArrivals } from './gamma-arrivals.ts';
import { rampArrivals } from './ramp-arrivals.ts';
import type { Random } from './random.ts';

/** When requests should arrive, by its shape. Rates are requests per second. */
export type ScheduleSpec =
  | { readonly shape: 'constant'; readonly ratePerSecond: number; readonly durationMs: number }
  | { readonly shape: 'poisson'; readonly ratePerSecond: number; readonly durationMs: number }
  | {
      readonly shape: 'gamma';
      readonly ratePerSecond: number;
      /** 1 is Poisson, less is burstier, more is steadier. */
      readonly burstiness: number;
      readonly durationMs: number;
    }
  | {
      /** A Poisson process whose rate changes in a straight line. */
      readonly shape: 'ramp';
      readonly fromPerSecond: number;
      readonly toPerSecond: number;
      readonly durationMs: number;
    }
  | {
      /** As it was recorded. */
      readonly shape: 'trace';
      /** When each request came, after the first. */
      readonly atMs: readonly number[];
      /** 2 replays in half the time. */
      readonly speed: number;
    };

/** Arrivals as made up front. */
export interface Schedule {
  readonly shape: ScheduleSpec['shape'];
  /** Nanoseconds after the beginning, ascending. */
  readonly offsetsNs: Float64Array;
  readonly durationNs: number;
  /** What was asked for on average; of a trace what it has, `NaN` where all of it comes at once. */
  readonly ratePerSecond: number;
}

const NS_PER_MS = 1e6;
const NS_PER_SECOND = 1e9;

/**
 * Arrivals that one schedule may have: their times alone take 8 bytes each, and a rate with a slip in its unit should be
 * told and not tried.
 */
export const MAX_ARRIVALS = 20_000_000;

/**
 * Makes a whole schedule from one random stream: no worker draws a part of its own.
 * @throws {ConfigError} when a rate, a length or a burstiness is not above 0, or there would be too many arrivals
 */
export function makeSchedule(spec: ScheduleSpec, random: Random): Schedule {
  switch (spec.shape) {
    case 'constant':
    case 'poisson':
    case 'gamma':
      return makeSteady(spec, random);
    case 'ramp':
      return makeRamp(spec, random);
    case 'trace':
      return makeTrace(spec);
  }
}

type SteadySpec = Extract<ScheduleSpec, { shape: 'constant' | 'poisson' | 'gamma' }>;

function makeSteady(spec: SteadySpec, random: Random): Schedule {
  const { shape, ratePerSecond, durationMs } = spec;
  expectPositive('ratePerSecond', ratePerSecond);
  expectPositive('durationMs', durationMs);
  const gapNs = NS_PER_SECOND / ratePerSecond;
  const durationNs = durationMs * NS_PER_MS;
  const gaps = expectAffordable(durationNs / gapNs);
  const offsets = steadyOffsets(spec, random, gaps);
  return { shape, offsetsNs: offsets.map((gap) => gap * gapNs), durationNs, ratePerSecond };
}

/** In units of the mean gap. */
function steadyOffsets(spec: SteadySpec, random: Random, gaps: number): Float64Array {
  switch (spec.shape) {
    case 'constant':
      // A rounding above a whole number of gaps must not cost the last arrival, nor one below add one.
      return Float64Array.from({ length: Math.ceil(gaps - 1e-9) }, (_, index) => index);
    case 'poisson':
      return poissonArrivals(random, gaps);
    case 'gamma':
      return gammaArrivals(random, expectPositive('burstiness', spec.burstiness), gaps);
  }
}

function makeRamp(spec: Extract<ScheduleSpec, { shape: 'ramp' }>, random: Random): Schedule {
  const { shape, fromPerSecond, toPerSecond, durationMs } = spec;
  expectPositive('durationMs', durationMs);
  const ratePerSecond = (fromPerSecond + toPerSecond) / 2;
  expectPositive('the mean of fromPerSecond and toPerSecond', ratePerSecond);
  if (fromPerSecond < 0 || toPerSecond < 0) {
    throw new ConfigError(
      `A ramp goes from ${fromPerSecond} to ${toPerSecond} requests a second: expected neither to be below 0.`,
    );
  }
  const seconds = durationMs / 1e3;
  const durationNs = durationMs * NS_PER_MS;
  expectAffordable(ratePerSecond * seconds);
  const shares = rampArrivals(random, fromPerSecond * seconds, toPerSecond * seconds);
  return { shape, offsetsNs: shares.map((share) => share * durationNs), durationNs, ratePerSecond };
}

function makeTrace({ shape, atMs, speed }: Extract<ScheduleSpec, { shape: 'trace' }>): Schedule {
  expectPositive('speed', speed);
  expectAffordable(atMs.length);
  const offsetsNs = Float64Array.from(atMs, (ms) => (ms * NS_PER_MS) / speed);
  const durationNs = offsetsNs.at(-1) ?? 0;
  return {
    shape,
    offsetsNs,
    durationNs,
    // Gaps and not arrivals: the first comes at the beginning.
    ratePerSecond:
      durationNs > 0 ? (Math.max(0, atMs.length - 1) / durationNs) * NS_PER_SECOND : Number.NaN,
  };
}

function expectPositive(name: string, value: number): number {
  if (value > 0 && Number.isFinite(value)) return value;
  throw new ConfigError(`A schedule has ${value} for ${name}: expected a number above 0.`);
}

function expectAffordable(arrivals: number): number {
  if (arrivals <= MAX_ARRIVALS) return arrivals;
  throw new ConfigError(
    `A schedule would have ${Math.round(arrivals)} arrivals: expected at most ${MAX_ARRIVALS}. Lower its rate or its length.`,
  );
}
