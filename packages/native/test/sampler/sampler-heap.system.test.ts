import { getHeapStatistics } from 'node:v8';
import { describe, expect, it } from 'vitest';
import { createSampler, type SamplerOptions } from '../../src/index.ts';
import { waitUntil } from '../support/wait-until.ts';

const PERIOD_NS = 1_000_000;

function own(options: Partial<SamplerOptions> = {}) {
  return createSampler({ pid: process.pid, periodNs: PERIOD_NS, heap: true, ...options });
}

/**
 * Keeps the JavaScript thread busy and returns what it has allocated, about 8 bytes an entry.
 * @param isEnough whether to stop replacing pieces, once all are there
 */
function allocate(entries: number, isEnough: () => boolean): number[][] {
  const pieces = entries / 1000;
  const kept: number[][] = [];
  for (let at = 0; at < pieces || !isEnough(); at += 1) {
    kept[at % pieces] = Array.from({ length: 1000 }, (_, index) => index + at + 0.5);
  }
  return kept;
}

describe('the heap of this process', () => {
  it('grows while JavaScript is busy', () => {
    const sampler = own();
    sampler.start();
    const before = getHeapStatistics().used_heap_size;
    const seen = new Set<number>();
    // Without a turn of the event loop in between.
    const kept = allocate(4_000_000, () => {
      for (const bytes of sampler.drain().heapUsedBytes) seen.add(bytes);
      return seen.size > 5;
    });
    const after = getHeapStatistics().used_heap_size;
    sampler.stop();
    const report = sampler.heap();
    expect(kept.length).toBe(4000);
    expect(report).toMatchObject({ source: 'v8', timerBecause: '' });
    expect(report?.usedBytes.count).toBeGreaterThan(5);
    expect(report?.usedBytes.peak).toBeGreaterThan(before + (after - before) / 2);
    expect(report?.limitBytes.last).toBe(getHeapStatistics().heap_size_limit);
  });

  it('is within 5% of v8.getHeapStatistics() at rest', async () => {
    const sampler = own();
    sampler.start();
    const { count } = sampler.heap()?.usedBytes ?? { count: 0 };
    await waitUntil(() => (sampler.heap()?.usedBytes.count ?? 0) > count + 3);
    const actual = getHeapStatistics().used_heap_size;
    sampler.stop();
    expect((sampler.heap()?.usedBytes.last ?? 0) / actual).toBeGreaterThan(0.95);
    expect((sampler.heap()?.usedBytes.last ?? 0) / actual).toBeLessThan(1.05);
  });

  it('comes from a timer when V8 cannot supply it, with a reason', async () => {
    const sampler = own({ heap: 'timer' });
    sampler.start();
    await waitUntil(() => (sampler.heap()?.usedBytes.count ?? 0) >= 3);
    const { sampleCount } = sampler.account();
    await waitUntil(() => sampler.account().sampleCount > sampleCount);
    sampler.stop();
    expect(sampler.heap()).toMatchObject({ source: 'timer', timerBecause: 'requested' });
    expect(sampler.heap()?.usedBytes.last).toBeGreaterThan(1e6);
    expect(sampler.drain().heapUsedBytes.at(-1)).toBeGreaterThan(1e6);
  });

  it('is absent unless requested', async () => {
    const sampler = own({ heap: false });
    sampler.start();
    await waitUntil(() => sampler.account().sampleCount > 2);
    sampler.stop();
    expect(sampler.heap()).toBeUndefined();
    expect(sampler.drain().heapUsedBytes[0]).toBeNaN();
  });

  it('cannot be read from another process', () => {
    expect(() => createSampler({ pid: process.ppid, periodNs: PERIOD_NS, heap: true })).toThrow(
      /heap needs this process/,
    );
  });
});
