import { overlapWithin } from '../../../stats/overlap.ts';
import type { PhaseStreams } from '../../../stream/phase-streams.ts';
import { inFlightIntervals } from '../../measure/in-flight.ts';
import { heapSeries } from '../resident-memory.ts';
import type { Span } from '../../measure/windows.ts';

/** Known causes of memory that grows with requests, other than a leak. */
export const GROWTH_CAUSES = ['prompt-cache', 'kernel-cache', 'queue', 'heap'] as const;

/** One of {@link GROWTH_CAUSES}. */
export type GrowthCause = (typeof GROWTH_CAUSES)[number];

/** A cause of growth, and its bound. */
export interface ExplainedGrowth {
  readonly cause: GrowthCause;
  /** Upper bound of the growth that the cause explains, bytes; `NaN` without one. */
  readonly upToBytes: number;
}

/** Default size of the prompt cache of llama.cpp servers (`--cache-ram`), bytes; Ollama runs the same server. */
const PROMPT_CACHE_BYTES = 8 * 2 ** 30;

const KEEPS_PROMPTS: readonly string[] = ['llama.cpp', 'ollama'];

/** Minimum gain of requests in flight, absolute and as a factor, of a queue that grows. */
const QUEUE_GAIN = 4;
const QUEUE_TIMES = 1.5;

/**
 * How far a V8 heap may grow before a full collection, bytes: its old space doubles or triples from some ten MiB. The
 * embedded engine grew by 31 MiB over 1,700 requests and returned most of it.
 */
const HEAP_ALLOWANCE_BYTES = 64 * 2 ** 20;

/**
 * Maximum memory of a compiled oneDNN kernel, bytes. vLLM on a CPU used 0.29 to 0.38 MiB for each, code and heap, and 475 MiB
 * for a full cache.
 */
const KERNEL_BYTES = 2 ** 19;

/**
 * Finds a known cause of growth: a prompt cache in RAM or caches of compiled kernels that are not full yet, a growing queue of
 * requests, or a JavaScript heap without a full collection yet.
 * @param grownBytes growth over the windows
 */
export function explainGrowth(
  phase: PhaseStreams,
  windows: readonly Span[],
  grownBytes: number,
): ExplainedGrowth | undefined {
  const bounded = [
    { cause: 'prompt-cache', upToBytes: promptCacheBytes(phase) },
    { cause: 'kernel-cache', upToBytes: kernelCacheBytes(phase) },
  ] as const;
  const cache = bounded.find(({ upToBytes }) => grownBytes < upToBytes);
  if (cache !== undefined) return cache;
  if (windows.some((window) => queueFills(phase, window))) {
    return { cause: 'queue', upToBytes: Number.NaN };
  }
  const hasHeap = heapSeries(phase).bytes.length > 0;
  return hasHeap && grownBytes < HEAP_ALLOWANCE_BYTES
    ? { cause: 'heap', upToBytes: HEAP_ALLOWANCE_BYTES }
    : undefined;
}

/** Size of the server's prompt cache when full, bytes; 0 without one. */
function promptCacheBytes({ events }: PhaseStreams): number {
  const keepsPrompts = events.some(
    (event) => event.kind === 'target-described' && KEEPS_PROMPTS.includes(event.target),
  );
  return keepsPrompts ? PROMPT_CACHE_BYTES : 0;
}

/** Size of the caches of compiled kernels when full, bytes; 0 without any. */
function kernelCacheBytes({ events }: PhaseStreams): number {
  const found = events.findLast((event) => event.kind === 'kernel-caches-found');
  return (found?.kernels ?? 0) * KERNEL_BYTES;
}

/** Whether far more requests are in flight in the last quarter of a window than in the second. */
function queueFills(phase: PhaseStreams, window: Span): boolean {
  const { beganNs, endedNs } = inFlightIntervals(phase, window);
  const lengthNs = window.endedNs - window.beganNs;
  const inFlight = (from: number, to: number): number => {
    const stretch = {
      beganNs: window.beganNs + from * lengthNs,
      endedNs: window.beganNs + to * lengthNs,
    };
    const { levels, durationsNs } = overlapWithin(beganNs, endedNs, stretch);
    const heldNs = levels.reduce((sum, level, step) => sum + level * (durationsNs[step] ?? 0), 0);
    return heldNs / (stretch.endedNs - stretch.beganNs);
  };
  const before = inFlight(0.25, 0.5);
  const last = inFlight(0.75, 1);
  return last > QUEUE_TIMES * before && last - before > QUEUE_GAIN;
}
