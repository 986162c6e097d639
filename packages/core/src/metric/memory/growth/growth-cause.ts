import { overlapWithin } from '../../../stats/overlap.ts';
import type { PhaseStreams } from '../../../stream/phase-streams.ts';
import { heapSeries } from '../resident-memory.ts';
import type { Span } from '../../measure/windows.ts';

/** Known causes of memory that grows with requests, other than a leak. */
export const GROWTH_CAUSES = ['prompt-cache', 'kernel-cache', 'queue', 'heap'] as const;

/** One of {@link GROWTH_CAUSES}. */
export type GrowthCause = (typeof GROWTH_CAUSES)[number];

/** A cause of growth, and its bound. */
export interface ExplainedGrowth {
  readonly cause: GrowthCause;
  /** The cause explains growth up to this, bytes; `NaN` without a bound. */
  readonly upToBytes: number;
}

/** Servers of llama.cpp keep prompts in RAM, up to this by default (`--cache-ram`); Ollama runs the same server. */
const PROMPT_CACHE_BYTES = 8 * 2 ** 30;

const KEEPS_PROMPTS: readonly string[] = ['llama.cpp', 'ollama'];

/** Requests in flight that a queue must gain, and times those before, to be one that fills. */
const QUEUE_GAIN = 4;
const QUEUE_TIMES = 1.5;

/**
 * What a heap of V8 may grow by before it is collected in full, bytes: its old space doubles or trebles from some ten MiB. The
 * embedded engine was seen to grow by 31 MiB over 1,700 requests and to give most of it back.
 */
const HEAP_ALLOWANCE_BYTES = 64 * 2 ** 20;

/**
 * Memory of a compiled oneDNN kernel at most, bytes. vLLM on a CPU used 0.29 to 0.38 MiB for each, code and heap, and 475 MiB
 * for a full cache.
 */
const KERNEL_BYTES = 2 ** 19;

/**
 * Finds a known cause of growth: a prompt cache in RAM or caches of compiled kernels that are not full yet, a queue of
 * requests that grows as well, or a JavaScript heap that may not have been collected yet.
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
    (event) => event.kind === 'target-described' && KEEPS_PROMPTS.includes(event.host),
  );
  return keepsPrompts ? PROMPT_CACHE_BYTES : 0;
}

/** Size of the caches of compiled kernels when full, bytes; 0 without any. */
function kernelCacheBytes({ events }: PhaseStreams): number {
  const found = events.findLast((event) => event.kind === 'kernel-caches-found');
  return (found?.kernels ?? 0) * KERNEL_BYTES;
}

/** Whether far more requests are in flight in the last quarter of a window than in the second. */
function queueFills({ requests, endedNs }: PhaseStreams, window: Span): boolean {
  const sent = requests.filter(
    ({ stage, sentNs, endNs }) =>
      stage !== '' && sentNs < window.endedNs && !(endNs < window.beganNs),
  );
  const beganNs = Float64Array.from(sent, (row) => row.sentNs);
  const endNs = Float64Array.from(sent, (row) => (Number.isNaN(row.endNs) ? endedNs : row.endNs));
  const lengthNs = window.endedNs - window.beganNs;
  const inFlight = (from: number, to: number): number => {
    const stretch = {
      beganNs: window.beganNs + from * lengthNs,
      endedNs: window.beganNs + to * lengthNs,
    };
    const { levels, durationsNs } = overlapWithin(beganNs, endNs, stretch);
    const heldNs = levels.reduce((sum, level, step) => sum + level * (durationsNs[step] ?? 0), 0);
    return heldNs / (stretch.endedNs - stretch.beganNs);
  };
  const before = inFlight(0.25, 0.5);
  const last = inFlight(0.75, 1);
  return last > QUEUE_TIMES * before && last - before > QUEUE_GAIN;
}
