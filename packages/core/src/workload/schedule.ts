import { ConfigError } from '../spec/error/errors.ts';
import { formatNumber } from '../spec/format-quantity.ts';
import { poissonTimes } from './arrivals.ts';
import { gammaTimes } from './gamma-arrivals.ts';
import { rampArrivals } from './ramp-arrivals.ts';
import type { Random } from './random.ts';
import { isWhole, sliceOf, type Slice } from './slice/slice.ts';

/** When a schedule ends, not counting its warm-up. */
export type ScheduleEnd =
  /** After a duration, or later until there are `minArrivals`. */
  | { readonly kind: 'time'; readonly durationMs: number; readonly minArrivals: number }
  /** After a number of arrivals. */
  | { readonly kind: 'count'; readonly arrivals: number };

/** Arrivals at a constant rate, the warm-up first. */
interface Steady {
  readonly ratePerSecond: number;
  /** Arrivals before those that the end counts. */
  readonly warmup: number;
  readonly end: ScheduleEnd;
}

/** What determines the arrivals, by arrival pattern. Rates are requests per second. */
export type ScheduleSpec =
  | (Steady & { readonly shape: 'constant' | 'poisson' })
  | (Steady & {
      readonly shape: 'gamma';
      /** 1 is Poisson, less is burstier, more is steadier. */
      readonly burstiness: number;
    })
  | {
      /** A Poisson process whose rate changes linearly. */
      readonly shape: 'ramp';
      readonly fromPerSecond: number;
      readonly toPerSecond: number;
      readonly durationMs: number;
    }
  | {
      /** A recorded trace. */
      readonly shape: 'trace';
      /** Arrival of each request after the first, nanoseconds. */
      readonly atNs: Float64Array;
      /** 2 replays in half the time. */
      readonly speed: number;
    };

/** Arrivals, made in advance. */
export interface Schedule {
  readonly shape: ScheduleSpec['shape'];
  /** Nanoseconds after the beginning, ascending. */
  readonly offsetsNs: Float64Array;
  readonly durationNs: number;
  /** Mean rate as configured, or of the trace; `NaN` where a whole trace arrives at one instant. */
  readonly ratePerSecond: number;
}

const NS_PER_MS = 1e6;
const NS_PER_SECOND = 1e9;

/**
 * Maximum arrivals of a schedule: their times take 8 bytes each, and a rate with a wrong unit should be an error.
 */
export const MAX_ARRIVALS = 20_000_000;

/**
 * Makes a whole schedule from one random stream.
 * @throws {ConfigError} when a rate, a duration or a burstiness is not above 0, or there would be too many arrivals
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

/** The first arrivals of a schedule, which then ends with the last of them; the schedule itself where it has no more. */
export function cutSchedule(schedule: Schedule, arrivals: number): Schedule {
  if (schedule.offsetsNs.length <= arrivals) return schedule;
  const offsetsNs = schedule.offsetsNs.subarray(0, arrivals);
  return { ...schedule, offsetsNs, durationNs: offsetsNs.at(-1) ?? 0 };
}

/** The arrivals of a schedule whose place a slice has, at their times; the schedule itself for the whole. */
export function sliceSchedule(schedule: Schedule, slice: Slice): Schedule {
  if (isWhole(slice)) return schedule;
  const { index, count } = slice;
  const { offsetsNs } = schedule;
  const own = new Float64Array(sliceOf(offsetsNs.length, slice));
  for (let place = 0; place < own.length; place += 1) {
    own[place] = offsetsNs[index + place * count] ?? Number.NaN;
  }
  return { ...schedule, offsetsNs: own };
}

type SteadySpec = Extract<ScheduleSpec, { shape: 'constant' | 'poisson' | 'gamma' }>;

/** Rounding must not drop or add the arrival at a whole number of gaps. */
const ROUNDING_GAPS = 1e-9;

function makeSteady(spec: SteadySpec, random: Random): Schedule {
  const { shape, ratePerSecond, warmup, end } = spec;
  expectPositive('ratePerSecond', ratePerSecond);
  const gapNs = NS_PER_SECOND / ratePerSecond;
  const times = timesOf(spec, random);
  const offsets = take(times, warmup);
  // With constant gaps, the first measured arrival is at the beginning of the measured time.
  const beganGaps = shape === 'constant' ? warmup : (offsets.at(-1) ?? 0);
  let untilGaps = beganGaps;
  if (end.kind === 'count') {
    expectAffordable(warmup + end.arrivals);
    for (const time of take(times, end.arrivals)) offsets.push(time);
  } else {
    const { durationMs, minArrivals } = end;
    expectPositive('durationMs', durationMs);
    const gaps = Math.max((durationMs * NS_PER_MS) / gapNs, minArrivals);
    expectAffordable(warmup + gaps);
    untilGaps += gaps;
    for (const time of times) {
      if (time >= untilGaps - ROUNDING_GAPS && offsets.length - warmup >= minArrivals) break;
      offsets.push(time);
    }
  }
  return {
    shape,
    offsetsNs: Float64Array.from(offsets, (gaps) => gaps * gapNs),
    durationNs: Math.max(untilGaps, offsets.at(-1) ?? 0) * gapNs,
    ratePerSecond,
  };
}

/** Arrival times in units of the mean gap, infinite. */
function timesOf(spec: SteadySpec, random: Random): Generator<number, never> {
  switch (spec.shape) {
    case 'constant':
      return wholeNumbers();
    case 'poisson':
      return poissonTimes(random);
    case 'gamma':
      return gammaTimes(random, expectPositive('burstiness', spec.burstiness));
  }
}

function* wholeNumbers(): Generator<number, never> {
  for (let number = 0; ; number += 1) yield number;
}

function take(times: Generator<number, never>, count: number): number[] {
  return Array.from({ length: count }, () => times.next().value);
}

function makeRamp(spec: Extract<ScheduleSpec, { shape: 'ramp' }>, random: Random): Schedule {
  const { shape, fromPerSecond, toPerSecond, durationMs } = spec;
  expectPositive('durationMs', durationMs);
  const ratePerSecond = (fromPerSecond + toPerSecond) / 2;
  expectPositive('the mean of fromPerSecond and toPerSecond', ratePerSecond);
  if (fromPerSecond < 0 || toPerSecond < 0) {
    throw new ConfigError(
      `invalid ramp from ${fromPerSecond} to ${toPerSecond} req/s: expected rates of at least 0`,
    );
  }
  const seconds = durationMs / 1e3;
  const durationNs = durationMs * NS_PER_MS;
  expectAffordable(ratePerSecond * seconds);
  const shares = rampArrivals(random, fromPerSecond * seconds, toPerSecond * seconds);
  return { shape, offsetsNs: shares.map((share) => share * durationNs), durationNs, ratePerSecond };
}

function makeTrace({ shape, atNs, speed }: Extract<ScheduleSpec, { shape: 'trace' }>): Schedule {
  expectPositive('speed', speed);
  expectAffordable(atNs.length);
  const offsetsNs = atNs.map((ns) => ns / speed);
  const durationNs = offsetsNs.at(-1) ?? 0;
  return {
    shape,
    offsetsNs,
    durationNs,
    // Gaps, not arrivals: the first arrival is at the beginning.
    ratePerSecond:
      durationNs > 0 ? (Math.max(0, atNs.length - 1) / durationNs) * NS_PER_SECOND : Number.NaN,
  };
}

function expectPositive(name: string, value: number): number {
  if (value > 0 && Number.isFinite(value)) return value;
  throw new ConfigError(`invalid schedule: ${name} is ${value}; expected a number above 0`);
}

function expectAffordable(arrivals: number): number {
  if (arrivals <= MAX_ARRIVALS) return arrivals;
  throw new ConfigError(
    `the schedule would have ${formatNumber(Math.round(arrivals))} arrivals, above the maximum of ${formatNumber(MAX_ARRIVALS)}`,
    { help: 'lower the rate, the duration or the number of requests' },
  );
}
