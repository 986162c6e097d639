import { overlapWithin } from '../../stats/overlap.ts';
import type { PhaseStreams } from '../../stream/phase-streams.ts';
import { heapSeries } from '../resident-memory.ts';
import type { Span } from '../windows.ts';

/** What else than a leak is known to make memory grow with requests. */
export type GrowthCause = 'prompt-cache' | 'queue' | 'heap';

/** Servers of llama.cpp keep prompts in RAM, up to this by default (`--cache-ram`); Ollama runs the same server. */
export const PROMPT_CACHE_BYTES = 8 * 2 ** 30;

const KEEPS_PROMPTS: readonly string[] = ['llama.cpp', 'ollama'];

/** Requests in flight that a queue must gain, and times those before, to be one that fills. */
const QUEUE_GAIN = 4;
const QUEUE_TIMES = 1.5;

/**
 * What a heap of V8 may grow by before it is collected in full, bytes: its old space doubles or trebles from some ten MiB. The
 * embedded engine was seen to grow by 31 MiB over 1,700 requests and to give most of it back.
 */
export const HEAP_ALLOWANCE_BYTES = 64 * 2 ** 20;

/**
 * What explains growth other than a leak: a prompt cache in RAM that this server is known to have and that has not reached
 * its size, a queue of requests that grows as well, or a heap of JavaScript that need not have been collected yet.
 * @param grownBytes growth over the windows
 */
export function growthCause(
  phase: PhaseStreams,
  windows: readonly Span[],
  grownBytes: number,
): GrowthCause | undefined {
  const keepsPrompts = phase.events.some(
    (event) => event.kind === 'target-described' && KEEPS_PROMPTS.includes(event.host),
  );
  if (keepsPrompts && grownBytes < PROMPT_CACHE_BYTES) return 'prompt-cache';
  if (windows.some((window) => queueFills(phase, window))) return 'queue';
  const hasHeap = heapSeries(phase).bytes.length > 0;
  return hasHeap && grownBytes < HEAP_ALLOWANCE_BYTES ? 'heap' : undefined;
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
