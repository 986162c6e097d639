import { describe, expect, it, vi } from 'vitest';
import {
  ConfigError,
  MetricsSchema,
  profile,
  type Metrics,
  type MetricsCollector,
} from '@loadcell/core';
import { nowNs } from '../../src/stream/clock.ts';
import { NO_PID, startFamily, startIdleProcess } from '../collector/child-process.ts';
import { PATIENCE_MS } from '../patience.ts';

const BYTES = 64 * 2 ** 20;

/** Keeps the thread busy. */
function busyMs(durationMs: number): void {
  const untilNs = nowNs() + durationMs * 1e6;
  while (nowNs() < untilNs);
}

/** Waits until a collection holds a few samples. */
async function untilSampled(collector: MetricsCollector): Promise<void> {
  await vi.waitUntil(() => collector.getMetrics().sampling.sampleCount > 3, PATIENCE_MS);
}

function pointsOf({ memoryProfile }: Metrics): number {
  return memoryProfile.timeline.length;
}

describe('a profiled function', () => {
  it('that is synchronous returns its value, with metrics taken while it blocks the thread', async () => {
    const { value, metrics } = await profile((collector) => {
      const held = Buffer.alloc(BYTES, 1);
      busyMs(40);
      // The event loop does not turn, so only a separate thread can have taken these samples.
      while (collector.getMetrics().sampling.sampleCount <= 3) busyMs(1);
      return held.length;
    });
    expect(value).toBe(BYTES);
    expect(metrics.memoryUsage.peak - metrics.memoryUsage.baseline).toBeGreaterThan(0.9 * BYTES);
    expect(metrics.sampling.source).toBe('native');
    expect(metrics.sampling.sampleCount).toBeGreaterThan(3);
    expect(pointsOf(metrics)).toBeGreaterThan(3);
  });

  it('that is asynchronous returns its resolved value', async () => {
    const { value, metrics } = await profile(async (collector) => {
      await collector.time('load', () => busyMs(5));
      collector.mark('half way');
      return await collector.time('inference', async () => 'later');
    });
    expect(value).toBe('later');
    expect(metrics.modelMetrics.inferenceTime).toBeGreaterThanOrEqual(0);
    expect(metrics.contextStats.loadTime).toBeNaN();
    const events = metrics.memoryProfile.timeline.flatMap(({ event }) => event ?? []).join('; ');
    expect(events).toMatch(/load.*half way.*inference/);
  });

  it('is measured even when it is very short', async () => {
    const { metrics } = await profile(() => 1);
    expect(metrics.memoryUsage.baseline).toBeGreaterThan(1e6);
    expect(metrics.memoryUsage.peak).toBeGreaterThanOrEqual(metrics.memoryUsage.baseline);
    expect(metrics.memoryProfile.average).toBeGreaterThan(1e6);
  });

  it('reports the JavaScript heap that it filled', async () => {
    const { value, metrics } = await profile(() =>
      Array.from({ length: 2_000_000 }, (_, index) => index + 0.5),
    );
    expect(value).toHaveLength(2_000_000);
    const { source, reason, usedBytes } = metrics.heap ?? {};
    expect(source === 'v8').toBe(reason === undefined);
    expect((usedBytes?.peak ?? 0) - (usedBytes?.first ?? 0)).toBeGreaterThan(8e6);
    expect(usedBytes?.average).toBeLessThanOrEqual(usedBytes?.peak ?? 0);
    expect(MetricsSchema.parse(MetricsSchema.encode(metrics))).toEqual(metrics);
  });

  it.each([
    [
      'synchronously',
      (failure: Error) => () => {
        throw failure;
      },
    ],
    [
      'asynchronously',
      (failure: Error) => async () => {
        await new Promise((resolve) => setTimeout(resolve, 5));
        throw failure;
      },
    ],
  ])(
    'that fails %s rejects with its error, after its metrics were reported',
    async (_, failing) => {
      const failure = Object.freeze(new Error('it broke'));
      const failures: [unknown, Metrics][] = [];
      const profiled = profile(failing(failure), {
        onFailure: (error, metrics) => failures.push([error, metrics]),
      });
      await expect(profiled).rejects.toBe(failure);
      expect(failures).toHaveLength(1);
      expect(failures[0]?.[0]).toBe(failure);
      expect(failures[0]?.[1].memoryUsage.peak).toBeGreaterThan(1e6);
    },
  );

  it('that fails without onFailure still rejects', async () => {
    await expect(profile(() => Promise.reject(new RangeError('so')))).rejects.toThrow(RangeError);
  });

  it('does not run when nothing can be sampled', async () => {
    let runs = 0;
    const work = (): number => (runs += 1);
    await expect(profile(work, { hz: 0 })).rejects.toThrow(ConfigError);
    await expect(profile(work, { pid: NO_PID })).rejects.toMatchObject({
      code: 'TARGET_NO_SUCH_PROCESS',
    });
    await expect(profile(work, { signal: AbortSignal.abort(new Error('no')) })).rejects.toThrow(
      'no',
    );
    expect(runs).toBe(0);
  });

  it('can measure the memory of another process and its tree', async () => {
    const child = await startIdleProcess();
    const { metrics } = await profile(() => busyMs(10), { pid: child.pid });
    expect(metrics.memoryUsage.peak).toBeLessThan(32 * 2 ** 20);
    expect(metrics).not.toHaveProperty('heap');
    const family = await startFamily();
    const alone = await profile(() => busyMs(20), { pid: family.parent });
    const both = await profile(
      async (collector) => {
        await vi.waitUntil(() => collector.getMetrics().sampling.processes === 2, PATIENCE_MS);
      },
      { pid: family.parent, tree: true },
    );
    expect(alone.metrics.sampling.processes).toBe(1);
    expect(both.metrics.sampling.processes).toBe(2);
    expect(both.metrics.memoryUsage.peak).toBeGreaterThan(alone.metrics.memoryUsage.peak);
  });

  it('is measured concurrently with others', async () => {
    const [one, other] = await Promise.all([profile(untilSampled), profile(untilSampled)]);
    expect(one?.metrics.sampling.sampleCount).toBeGreaterThan(3);
    expect(other?.metrics.sampling.sampleCount).toBeGreaterThan(3);
  });

  it('reports that JavaScript sampled it', async () => {
    const { metrics } = await profile(() => busyMs(30), { sampler: 'javascript' });
    expect(metrics.sampling).toMatchObject({
      source: 'javascript',
      sourceReason: 'sampler: "javascript"',
      requestedHz: 1000,
      lowestHz: 100,
    });
    // The thread was busy: one sample before, one after, and the deadlines in between count as missed.
    expect(metrics.sampling.missedTicks).toBeGreaterThan(0);
    expect(metrics.memoryUsage.afterRelease).toBeGreaterThan(1e6);
    expect(metrics.heap?.source).toBe('timer');
  });
});
