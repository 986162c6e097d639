import * as z from 'zod';
import { MeasuredNumberSchema, type MeasuredJson } from '../../../spec/measured-number.ts';
import { testGrowth, type GrowthTest } from '../../../stats/growth-test.ts';
import type { PhaseStreams } from '../../../stream/phase-streams.ts';
import { anonymousSeries } from '../resident-memory.ts';
import { isWithin, stageWindows, windowSeconds, type Span } from '../../measure/windows.ts';
import {
  explainGrowth,
  GROWTH_CAUSES,
  type ExplainedGrowth,
  type GrowthCause,
} from './growth-cause.ts';
import { growthLevels, LEAST_REQUESTS } from './growth-levels.ts';
import { workDone, type WorkDone } from './work-done.ts';

/**
 * Smaller growth is no finding, bytes: allocators take memory in arenas and spans of up to some MiB and return it late.
 */
const LEAST_BYTES = 4 * 2 ** 20;

/** Growth below this share of the memory of the target is no finding: larger processes have larger buffers that fill. */
const LEAST_SHARE = 0.02;

/** Growth below this is the granularity of allocators, for a target of any size, bytes. */
const GRAIN_BYTES = 2 ** 20;

/** Whether memory grows without bound, by the leak test. */
export interface MemoryVerdict {
  verdict: 'leak' | 'no-leak' | 'inconclusive';
  /** How memory moved; `few` with too few requests to show it. */
  shape: GrowthTest['shape'] | 'few';
  /** A cause other than a leak that explains the growth. */
  cause?: GrowthCause;
  /** Successful requests that it rests on. */
  requests: number;
  /** Growth over those requests at the rate of their later half, with its 95% CI. */
  growth: { bytes: number; low: number; high: number };
  /** Whether the growth reaches `materialBytes`. */
  matters: boolean;
  /** The smallest growth that matters for this target, bytes. */
  materialBytes: number;
  /** Requests that a run needs for a decision, and their duration at the rate of this run; `NaN` where decided or undecidable. */
  neededRequests: number;
  neededSeconds: number;
}

/**
 * Judges the anonymous memory of a phase against the requests that it served, over the windows of all stages that are not
 * probes: a leak does not depend on the load. Undefined where memory or requests were not measured.
 */
export function memoryVerdict(phase: PhaseStreams): MemoryVerdict | undefined {
  const memory = anonymousSeries(phase);
  const windows = stageWindows(phase);
  const done = workDone(phase.requests, () => 1);
  if (memory.bytes.length === 0 || windows.length === 0 || done.work.length === 0) return undefined;
  const read = growthLevels(windows, done, memory);
  const counted = read?.requests ?? countWithin(windows, done);
  const pace = windowSeconds(windows) / Math.max(1, counted);
  if (read === undefined) return tooFew(counted, pace);
  const { requests, levels, typicalBytes } = read;
  const materialBytes = Math.max(LEAST_BYTES, LEAST_SHARE * typicalBytes);
  const test = testGrowth(levels, { material: materialBytes, grain: GRAIN_BYTES });
  const grownBytes = (levels.at(-1) ?? Number.NaN) - (levels[0] ?? Number.NaN);
  const explained =
    test.verdict === 'no-leak' ? undefined : explainGrowth(phase, windows, grownBytes);
  const verdict = explained === undefined ? test.verdict : 'inconclusive';
  const neededRequests =
    verdict === 'inconclusive' ? needed(test, requests, explained) : Number.NaN;
  return {
    verdict,
    shape: test.shape,
    ...(explained === undefined ? {} : { cause: explained.cause }),
    requests,
    growth: { bytes: test.growth, low: test.low, high: test.high },
    matters: test.growth >= materialBytes,
    materialBytes,
    neededRequests,
    neededSeconds: neededRequests * pace,
  };
}

/** Number of requests that ended within windows. */
function countWithin(windows: readonly Span[], { endNs }: WorkDone): number {
  let count = 0;
  for (const atNs of endNs) if (windows.some((window) => isWithin(window, atNs))) count += 1;
  return count;
}

function tooFew(requests: number, pace: number): MemoryVerdict {
  return {
    verdict: 'inconclusive',
    shape: 'few',
    requests,
    growth: { bytes: Number.NaN, low: Number.NaN, high: Number.NaN },
    matters: false,
    materialBytes: Number.NaN,
    neededRequests: LEAST_REQUESTS,
    neededSeconds: LEAST_REQUESTS * pace,
  };
}

/**
 * Requests that a decision needs. An even rise must fill the cache, or reach the size at which a heap is collected; any
 * other rise needs no more than without a known cause. `NaN` for a queue, which a longer run only grows.
 */
function needed(
  test: GrowthTest,
  requests: number,
  explained: ExplainedGrowth | undefined,
): number {
  if (explained === undefined) return requests * test.timesLonger;
  if (!(test.growth > 0)) return Number.NaN;
  const toFill = Math.max(2, explained.upToBytes / test.growth);
  const times = test.verdict === 'leak' ? toFill : Math.min(toFill, test.timesLonger);
  return Math.ceil(times * requests);
}

/** The JSON form of {@link MemoryVerdict}. */
export const MemoryVerdictSchema: z.ZodType<MemoryVerdict, MeasuredJson<MemoryVerdict>> = z.object({
  verdict: z.enum(['leak', 'no-leak', 'inconclusive']),
  shape: z.enum(['even', 'flat', 'wandering', 'slowing', 'small', 'unclear', 'few']),
  cause: z.enum(GROWTH_CAUSES).exactOptional(),
  requests: z.int().nonnegative(),
  growth: z.object({
    bytes: MeasuredNumberSchema,
    low: MeasuredNumberSchema,
    high: MeasuredNumberSchema,
  }),
  matters: z.boolean(),
  materialBytes: MeasuredNumberSchema,
  neededRequests: MeasuredNumberSchema,
  neededSeconds: MeasuredNumberSchema,
});
