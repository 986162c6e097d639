import { overlapWithin } from '../../stats/overlap.ts';
import type { PhaseStreams } from '../../stream/phase-streams.ts';
import { heapSeries } from '../resident-memory.ts';
import type { Span } from '../windows.ts';

/** What else than a leak is known to make memory grow with requests. */
export const GROWTH_CAUSES = ['prompt-cache', 'kernel-cache', 'queue', 'heap'] as const;

/** One of {@link GROWTH_CAUSES}. */
export type GrowthCause = (typeof GROWTH_CAUSES)[number];

/** A cause, and the growth that it explains. */
export interface ExplainedGrowth {
  readonly cause: GrowthCause;
  /** Growth up to which it explains it, bytes; `NaN` where that has no bound. */
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
 * What a compiled kernel of oneDNN takes at most, bytes. vLLM on a CPU took 0.29 to 0.38 MiB for each, code and heap, and
 * 475 MiB until its cache was full.
 */
const KERNEL_BYTES = 2 ** 19;

/**
 * What explains growth other than a leak: a prompt cache in RAM that this server is known to have, or caches of compiled
 * kernels in its processes, that have not reached their size; a queue of requests that grows as well; or a heap of
 * JavaScript that need not have been collected yet.
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

/** What the prompt cache of the server holds when full, bytes; 0 where it has none. */
function promptCacheBytes({ events }: PhaseStreams): number {
  const keepsPrompts = events.some(
    (event) => event.kind === 'target-described' && KEEPS_PROMPTS.includes(event.host),
  );
  return keepsPrompts ? PROMPT_CACHE_BYTES : 0;
}

/** What the caches of compiled kernels hold when full, bytes; 0 where there are none. */
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
