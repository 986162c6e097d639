import { describe, expect, it, onTestFinished } from 'vitest';
import { ConfigError, MetricsCollector, type MetricsCollectorOptions } from '@loadcell/core';
import { nowNs } from '../../src/stream/clock.ts';
import { startIdleProcess } from '../collector/child-process.ts';

function collecting(options: MetricsCollectorOptions = {}): MetricsCollector {
  const collector = new MetricsCollector(options);
  onTestFinished(() => collector.stopCollection());
  collector.startCollection();
  return collector;
}

describe('batches', () => {
  it('deliver every sample of a collection to every reader', async () => {
    const collector = collecting();
    const counts = [0, 0];
    const readers = counts.map(async (_, reader) => {
      let lastNs = 0;
      for await (const { count, timeNs, skippedSamples } of collector.batches()) {
        expect(timeNs[0]).toBeGreaterThan(lastNs);
        expect(skippedSamples).toBe(0);
        lastNs = timeNs.at(-1) ?? Number.NaN;
        counts[reader] = (counts[reader] ?? 0) + count;
        if (nowNs() - beganNs > 250e6) collector.stopCollection();
      }
    });
    const beganNs = nowNs();
    await Promise.all(readers);
    const { sampleCount, droppedSamples } = collector.getMetrics().sampling;
    expect(counts).toEqual([sampleCount - droppedSamples, sampleCount - droppedSamples]);
  });

  it('end with the sampled process', async () => {
    const child = await startIdleProcess();
    const collector = collecting({ pid: child.pid });
    let samples = 0;
    for await (const { count } of collector.batches()) {
      samples += count;
      child.kill('SIGKILL');
    }
    expect(samples).toBeGreaterThan(0);
  });

  it('need a collection', () => {
    expect(() => new MetricsCollector().batches()).toThrow(/Call startCollection\(\) first/);
  });

  it('continue for others when one reader leaves', async () => {
    const collector = collecting();
    const other = collector.batches();
    for await (const { count } of collector.batches()) {
      expect(count).toBeGreaterThan(0);
      break;
    }
    expect((await other.next()).done).not.toBe(true);
    expect((await other.next()).done).not.toBe(true);
  });
});

describe('a signal', () => {
  it('ends a collection and every call that waits for it; collected data stays', async () => {
    const abort = new AbortController();
    const collector = collecting({ signal: abort.signal });
    const beganNs = nowNs();
    const collected = collector.collectMetrics(60_000);
    const batches = collector.batches();
    await batches.next();
    abort.abort();
    const { memoryUsage } = await collected;
    expect(nowNs() - beganNs).toBeLessThan(60e9);
    expect(memoryUsage.peak).toBeGreaterThan(1e6);
    expect(collector.getMetrics().sampling.sampleCount).toBeGreaterThan(0);
    let result = await batches.next();
    while (result.done !== true) result = await batches.next();
    await expect(collector.collectMetrics(1)).rejects.toThrow(/startCollection/);
    expect(() => collector.startCollection()).toThrow(/abort/);
  });

  it('has no effect after the end', async () => {
    const abort = new AbortController();
    const collector = collecting({ signal: abort.signal });
    collector.stopCollection();
    const metrics = collector.getMetrics();
    abort.abort();
    expect(collector.getMetrics()).toEqual(metrics);
  });
});

describe('a scope', () => {
  it('ends its collection', async () => {
    const collector = collecting();
    await collector[Symbol.asyncDispose]();
    await expect(collector.collectMetrics(1)).rejects.toThrow(/startCollection/);
    collector.startCollection();
    collector[Symbol.dispose]();
    await expect(collector.collectMetrics(1)).rejects.toThrow(/startCollection/);
  });
});

describe('metrics since the start', () => {
  it('include the data of every window', async () => {
    const collector = collecting();
    const first = await collector.collectMetrics(20);
    const ballast = Buffer.alloc(64 * 2 ** 20, 1);
    const second = await collector.collectMetrics(20);
    collector.stopCollection();
    const whole = collector.getMetrics();
    expect(ballast).toHaveLength(64 * 2 ** 20);
    expect(whole.memoryUsage.peak).toBeGreaterThanOrEqual(second.memoryUsage.peak);
    expect(whole.memoryUsage.baseline).toBeLessThanOrEqual(first.memoryUsage.peak);
    expect(collector.getMetrics()).toEqual(whole);
  });

  it('need a collection', () => {
    expect(() => new MetricsCollector().getMetrics()).toThrow(/startCollection/);
  });
});

describe('options', () => {
  it.each([
    [{ cpuBudget: 0 }, /invalid cpuBudget 0: expected a share of one core/],
    [{ cpuBudget: Number.NaN }, /above 0/],
  ])('out of range are rejected: %o', (options, message) => {
    expect(() => new MetricsCollector(options)).toThrow(ConfigError);
    expect(() => new MetricsCollector(options)).toThrow(message);
  });
});
