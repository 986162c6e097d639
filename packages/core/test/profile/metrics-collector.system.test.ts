import { describe, expect, it, onTestFinished, vi } from 'vitest';
import {
  ConfigError,
  LoadcellError,
  MetricsCollector,
  MetricsCollectorSchema,
  MetricsSchema,
  type MetricsCollectorOptions,
} from '@loadcell/core';
import { PATIENCE_MS } from '../patience.ts';
import { ScriptedProcess } from '../target/scripted-process.ts';

const BYTES = 64 * 2 ** 20;

function collecting(options: MetricsCollectorOptions = {}): MetricsCollector {
  const collector = new MetricsCollector(options);
  onTestFinished(() => collector.stopCollection());
  collector.startCollection();
  return collector;
}

async function startedProcess(): Promise<ScriptedProcess> {
  const child = new ScriptedProcess();
  await child.start();
  onTestFinished(() => child.stop());
  return child;
}

describe('a collector', () => {
  it('has the shape of the contract', () => {
    expect(MetricsCollectorSchema.safeParse(new MetricsCollector()).success).toBe(true);
  });

  it('collects metrics that survive a round trip through JSON', async () => {
    const metrics = await collecting().collectMetrics(30);
    expect(MetricsSchema.parse(JSON.parse(JSON.stringify(MetricsSchema.encode(metrics))))).toEqual(
      metrics,
    );
  });

  it('measures for at least the requested duration, and only then', async () => {
    const collector = collecting();
    await collector.collectMetrics(50);
    const beforeMs = Date.now();
    const { memoryProfile } = await collector.collectMetrics(100);
    const afterMs = Date.now();
    const stamps = memoryProfile.timeline.map((point) => point.timestamp);
    // Timers and clocks differ by up to 1 ms.
    expect(stamps[0]).toBeGreaterThanOrEqual(beforeMs - 2);
    expect(stamps.at(-1)).toBeLessThanOrEqual(afterMs + 2);
    expect(afterMs - beforeMs).toBeGreaterThanOrEqual(99);
  });

  it('does not block other work while it collects', async () => {
    const collector = collecting();
    let turns = 0;
    let collected = false;
    const turn = (): void => {
      turns += 1;
      if (!collected) setImmediate(turn);
    };
    setImmediate(turn);
    await collector.collectMetrics(50);
    collected = true;
    // A blocking collection would end before the first turn.
    expect(turns).toBeGreaterThan(0);
  });

  it('samples its own process by default', async () => {
    const child = await startedProcess();
    const [own, other] = await Promise.all([
      collecting().collectMetrics(40),
      collecting({ pid: child.pid ?? 0 }).collectMetrics(40),
    ]);
    await child.hold('it', BYTES);
    const { memoryUsage } = await collecting({ pid: child.pid ?? 0 }).collectMetrics(40);
    expect(memoryUsage.peak - other.memoryUsage.peak).toBeGreaterThan(0.9 * BYTES);
    expect(own.memoryUsage.peak).toBeGreaterThan(other.memoryUsage.peak);
  });

  it('reports the exact peak of memory that was allocated and released', async () => {
    const child = await startedProcess();
    const collector = collecting({ pid: child.pid ?? 0 });
    const before = await collector.collectMetrics(30);
    const collected = collector.collectMetrics(60_000);
    const untilLast = (isEnough: (bytes: number) => boolean): Promise<unknown> =>
      vi.waitUntil(() => isEnough(collector.getMetrics().memoryUsage.afterRelease), PATIENCE_MS);
    await child.hold('it', BYTES);
    await untilLast((bytes) => bytes > before.memoryUsage.peak + 0.98 * BYTES);
    await child.release('it');
    await untilLast((bytes) => bytes < before.memoryUsage.peak + 0.08 * BYTES);
    const after = await collector.collectMetrics(30);
    collector.stopCollection();
    const { memoryUsage, memoryProfile } = await collected;
    expect(memoryUsage.peak - before.memoryUsage.peak).toBeGreaterThan(0.98 * BYTES);
    expect(memoryUsage.afterRelease).toBeLessThan(memoryUsage.peak - 0.9 * BYTES);
    expect(memoryProfile.peak).toBe(memoryUsage.peak);
    expect(Math.max(...memoryProfile.samples)).toBe(memoryUsage.peak);
    expect(memoryProfile.average).toBeGreaterThan(memoryUsage.baseline);
    expect(memoryProfile.average).toBeLessThan(memoryUsage.peak);
    // The next window excludes that peak.
    expect(after.memoryUsage.peak).toBeLessThan(memoryUsage.peak - 0.9 * BYTES);
  });

  it('rejects calls before and after a collection', async () => {
    const collector = new MetricsCollector();
    await expect(collector.collectMetrics(10)).rejects.toThrow(LoadcellError);
    await expect(collector.collectMetrics(10)).rejects.toThrow(/Call startCollection\(\) first/);
    collector.startCollection();
    collector.stopCollection();
    await expect(collector.collectMetrics(10)).rejects.toThrow(/Call startCollection\(\) first/);
  });

  it('can be started and stopped twice, without effect', async () => {
    const collector = collecting();
    await collector.time('load', () => {});
    collector.startCollection();
    expect(collector.getAverages().avgLoadTime).not.toBeNaN();
    await collector.collectMetrics(20);
    collector.stopCollection();
    const averages = collector.getAverages();
    collector.stopCollection();
    expect(collector.getAverages()).toEqual(averages);
  });

  it('starts over when it is started after a stop', async () => {
    const collector = collecting();
    await collector.time('load', () => {});
    await collector.collectMetrics(20);
    collector.stopCollection();
    collector.startCollection();
    expect(collector.getAverages().avgLoadTime).toBeNaN();
    expect((await collector.collectMetrics(20)).memoryUsage.peak).toBeGreaterThan(0);
  });

  it('can be stopped before it was started', () => {
    const collector = new MetricsCollector();
    collector.stopCollection();
    expect(collector.getAverages()).toEqual({
      avgLoadTime: Number.NaN,
      avgInferenceTime: Number.NaN,
      avgMemoryUsage: Number.NaN,
    });
  });

  it.each([
    [{ pid: 0 }, /invalid pid 0: expected a whole number/],
    [{ pid: -5 }, /whole number of at least 1/],
    [{ pid: 1.5 }, /whole number of at least 1/],
    [{ pid: Number.NaN }, /whole number of at least 1/],
    [{ hz: 0 }, /invalid hz 0: expected 1 to 10,000/],
    [{ hz: 10_001 }, /expected 1 to 10,000/],
    [{ hz: Number.NaN }, /expected 1 to 10,000/],
  ])('rejects %o', (options, message) => {
    expect(() => new MetricsCollector(options)).toThrow(ConfigError);
    expect(() => new MetricsCollector(options)).toThrow(message);
  });

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 31])(
    'rejects a collection of %d milliseconds',
    async (duration) => {
      await expect(collecting().collectMetrics(duration)).rejects.toThrow(ConfigError);
    },
  );

  it('reports a missing process when it is started', async () => {
    const child = await startedProcess();
    child.kill();
    await child.exited;
    const collector = new MetricsCollector({ pid: child.pid ?? 0 });
    expect(() => collector.startCollection()).toThrow(LoadcellError);
    await expect(collector.collectMetrics(10)).rejects.toThrow(/Call startCollection\(\) first/);
  });

  it('keeps the data of a process that ended', async () => {
    const child = await startedProcess();
    const collector = collecting({ pid: child.pid ?? 0 });
    const collected = collector.collectMetrics(60_000);
    const samples = (): number => collector.getMetrics().sampling.sampleCount;
    const before = samples();
    await vi.waitUntil(() => samples() > before, PATIENCE_MS);
    child.kill();
    await child.exited;
    collector.stopCollection();
    const { memoryUsage } = await collected;
    expect(memoryUsage.afterRelease).toBeGreaterThan(0);
    expect(collector.getAverages().avgMemoryUsage).toBeGreaterThan(0);
  });
});
