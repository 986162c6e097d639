import { describe, expect, test } from 'vitest';
import {
  memoryVerdict,
  type MemoryVerdict,
} from '../../../src/metric/memory/growth/memory-verdict.ts';
import { MIB, PhaseBuilder } from '../../stream/built/phase-builder.ts';
import { VLLM_BYTES, VLLM_WINDOWS } from './vllm-levels.ts';

interface Window {
  readonly requests: number;
  /** KiB, one for each sixteenth of the requests. */
  readonly levels: readonly number[];
}

/** The verdict on one request per 10 ms, with memory that follows levels and caches of a number of kernels. */
function judge({ requests, levels }: Window, kernels: number): MemoryVerdict | undefined {
  const endMs = requests * 10 + 10;
  const phase = new PhaseBuilder('load')
    .memory({
      fromMs: 0,
      toMs: endMs,
      everyMs: 5,
      rssBytes: (ms) => VLLM_BYTES + 1024 * levelAt(levels, (ms / endMs) * levels.length),
    })
    .stage('closed', 0, endMs);
  for (let index = 0; index < requests; index += 1) {
    const sentMs = index * 10 + 1;
    phase.request({ purpose: 'load', stage: 'closed', sentMs, chunksMs: [sentMs + 8] });
  }
  if (kernels > 0) {
    phase.event(endMs, (place) => ({
      kind: 'kernel-caches-found',
      ...place,
      processes: 1,
      kernels,
    }));
  }
  return memoryVerdict(phase.build(endMs));
}

/** Straight from the middle of each part to the next. */
function levelAt(levels: readonly number[], part: number): number {
  const before = Math.min(levels.length - 1, Math.max(0, Math.floor(part - 0.5)));
  const after = Math.min(levels.length - 1, before + 1);
  const [from = Number.NaN, to = Number.NaN] = [levels[before], levels[after]];
  return from + (to - from) * Math.min(1, Math.max(0, part - 0.5 - before));
}

/** An even rise over a number of requests. */
function rising(bytesPerRequest: number, requests: number): Window {
  const levels = Array.from(
    { length: 16 },
    (_, part) => ((part + 0.5) * requests * bytesPerRequest) / 16 / 1024,
  );
  return { requests, levels };
}

describe('the verdict on memory of a server with caches of compiled kernels', () => {
  test('is inconclusive while the cache of vLLM fills, and not critical', () => {
    for (const window of [VLLM_WINDOWS.first, VLLM_WINDOWS.second]) {
      expect(judge(window, 1024)).toMatchObject({
        verdict: 'inconclusive',
        cause: 'kernel-cache',
        matters: true,
      });
    }
  });

  test('would be a leak without the recorded cache, which fills evenly at first', () => {
    expect(judge(VLLM_WINDOWS.first, 0)).toMatchObject({ verdict: 'leak', shape: 'even' });
  });

  test('is no leak once the cache is full, nor with a small one', () => {
    expect(judge(VLLM_WINDOWS.third, 1024)).toMatchObject({ verdict: 'no-leak', shape: 'flat' });
    expect(judge(VLLM_WINDOWS.ofSmallCache, 64)?.verdict).toBe('no-leak');
  });

  test('is a leak beyond the size of the caches, from about the number of requests that it named', () => {
    const perRequest = 237 * 1024;
    const short = judge(rising(perRequest, 227), 1024);
    expect(short).toMatchObject({ verdict: 'inconclusive', cause: 'kernel-cache' });
    // 512 MiB at that rate.
    expect(short?.neededRequests).toBeGreaterThan(2200);
    expect(short?.neededRequests).toBeLessThan(2600);
    const needed = Math.ceil((short?.neededRequests ?? 0) * 1.2);
    expect(judge(rising(perRequest, needed), 1024)).toMatchObject({ verdict: 'leak' });
  });

  test('is a leak when the caches are too small to explain it', () => {
    const grown = (227 * 237 * 1024) / MIB;
    expect(grown).toBeGreaterThan(32);
    expect(judge(rising(237 * 1024, 227), 64)).toMatchObject({ verdict: 'leak', shape: 'even' });
  });

  test('names the requests at which a slowing rise levels off, not those that fill the cache', () => {
    const filling = judge(VLLM_WINDOWS.second, 1024);
    expect(filling?.neededRequests).toBeLessThanOrEqual(16 * VLLM_WINDOWS.second.requests);
    expect(filling?.neededRequests).toBe(judge(VLLM_WINDOWS.second, 0)?.neededRequests);
  });
});
