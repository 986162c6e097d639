import { describe, expect, it, onTestFinished } from 'vitest';
import { MetricsCollector, SPAN_NAMES } from '@loadcell/core';
import { nowNs } from '../../src/stream/clock.ts';

function collecting(): MetricsCollector {
  const collector = new MetricsCollector();
  onTestFinished(() => collector.stopCollection());
  collector.startCollection();
  return collector;
}

/** Keeps the thread busy, so that the length of a span has a known lower bound. */
function busyMs(durationMs: number): void {
  const untilNs = nowNs() + durationMs * 1e6;
  while (nowNs() < untilNs) {
    // Nothing else may run.
  }
}

/** Times a busy span. @returns bounds on its length, from clocks read within and around it */
async function timed(
  collector: MetricsCollector,
  name: string,
  durationMs: number,
): Promise<{ leastMs: number; mostMs: number }> {
  const calledNs = nowNs();
  const leastNs = await collector.time(name, () => {
    const beganNs = nowNs();
    busyMs(durationMs);
    return nowNs() - beganNs;
  });
  return { leastMs: leastNs / 1e6, mostMs: (nowNs() - calledNs) / 1e6 };
}

describe('a timed span', () => {
  it('returns the result of the function, sync or async', async () => {
    const collector = collecting();
    expect(await collector.time('load', () => 5)).toBe(5);
    expect(await collector.time('load', async () => 'later')).toBe('later');
  });

  it('counts in the averages of its name, and of no other', async () => {
    const collector = collecting();
    const short = await timed(collector, 'load', 10);
    const long = await timed(collector, 'load', 30);
    const inference = await timed(collector, 'inference', 5);
    await timed(collector, 'something else', 50);
    const { avgLoadTime, avgInferenceTime } = collector.getAverages();
    expect(avgLoadTime).toBeGreaterThanOrEqual((short.leastMs + long.leastMs) / 2);
    expect(avgLoadTime).toBeLessThanOrEqual((short.mostMs + long.mostMs) / 2);
    expect(avgInferenceTime).toBeGreaterThanOrEqual(inference.leastMs);
    expect(avgInferenceTime).toBeLessThanOrEqual(inference.mostMs);
  });

  it('is timed even when the function fails, and the error propagates', async () => {
    const collector = collecting();
    const failure = new Error('it broke');
    await expect(collector.time('load', () => Promise.reject(failure))).rejects.toBe(failure);
    await expect(
      collector.time('inference', () => {
        throw failure;
      }),
    ).rejects.toBe(failure);
    expect(collector.getAverages().avgLoadTime).toBeGreaterThanOrEqual(0);
    expect(collector.getAverages().avgInferenceTime).toBeGreaterThanOrEqual(0);
  });

  it('provides the metric of its name', async () => {
    const collector = collecting();
    const collected = collector.collectMetrics(60_000);
    const names = [
      SPAN_NAMES.inference,
      SPAN_NAMES.response,
      SPAN_NAMES.contextLoad,
      SPAN_NAMES.contextTransition,
      SPAN_NAMES.modelSwitch,
    ];
    for (const [index, name] of names.entries()) {
      await collector.time(name, () => busyMs(2 * (index + 1)));
    }
    collector.stopCollection();
    const { contextStats, modelMetrics } = await collected;
    expect(modelMetrics.inferenceTime).toBeGreaterThanOrEqual(2);
    expect(modelMetrics.responseLatency).toBeGreaterThanOrEqual(4);
    expect(contextStats.loadTime).toBeGreaterThanOrEqual(6);
    expect(contextStats.transitionTime).toBeGreaterThanOrEqual(8);
    expect(modelMetrics.contextSwitchTime).toBeGreaterThanOrEqual(10);
  });

  it('belongs to the window in which it began', async () => {
    const collector = collecting();
    await collector.time('inference', () => busyMs(5));
    const { modelMetrics } = await collector.collectMetrics(20);
    expect(modelMetrics.inferenceTime).toBeNaN();
    expect(collector.getAverages().avgInferenceTime).toBeGreaterThanOrEqual(5);
  });

  it('appears in the timeline', async () => {
    const collector = collecting();
    const collected = collector.collectMetrics(60_000);
    await collector.time('load', () => busyMs(5));
    collector.stopCollection();
    const { memoryProfile } = await collected;
    const events = memoryProfile.timeline.flatMap(({ event }) =>
      event === undefined ? [] : event,
    );
    expect(events.join('; ')).toContain('load');
  });
});

describe('a time without a span', () => {
  it('is NaN and not zero', async () => {
    const collector = collecting();
    const { contextStats, modelMetrics } = await collector.collectMetrics(20);
    for (const value of [...Object.values(contextStats), ...Object.values(modelMetrics)]) {
      expect(value).toBeNaN();
    }
    const { avgLoadTime, avgInferenceTime, avgMemoryUsage } = collector.getAverages();
    expect([avgLoadTime, avgInferenceTime]).toEqual([Number.NaN, Number.NaN]);
    expect(avgMemoryUsage).toBeGreaterThan(0);
  });
});

describe('a mark', () => {
  it('is at the point of the timeline nearest to its time', async () => {
    const collector = collecting();
    const collected = collector.collectMetrics(60_000);
    busyMs(20);
    const markedMs = Date.now();
    collector.mark('half time');
    const markedByMs = Date.now();
    busyMs(20);
    collector.stopCollection();
    const { memoryProfile } = await collected;
    const marked = memoryProfile.timeline.filter(({ event }) => event?.includes('half time'));
    expect(marked).toHaveLength(1);
    const others = memoryProfile.timeline.map(({ timestamp }) => Math.abs(timestamp - markedMs));
    // No other point is nearer, within the uncertainty of the wall clock: its milliseconds, and the time of the call.
    expect(Math.abs((marked[0]?.timestamp ?? 0) - markedMs)).toBeLessThanOrEqual(
      Math.min(...others) + 2 + (markedByMs - markedMs),
    );
  });

  it('before a collection begins is not part of it', async () => {
    const collector = new MetricsCollector();
    collector.mark('too early');
    collector.startCollection();
    onTestFinished(() => collector.stopCollection());
    const { memoryProfile } = await collector.collectMetrics(20);
    expect(memoryProfile.timeline.some(({ event }) => event?.includes('too early'))).toBe(false);
  });
});

describe('averages', () => {
  it('do not change after the collection stops', async () => {
    const collector = collecting();
    await collector.time('load', () => busyMs(2));
    await collector.collectMetrics(30);
    collector.stopCollection();
    const averages = collector.getAverages();
    expect(averages.avgMemoryUsage).toBeGreaterThan(0);
    const ballast = Buffer.alloc(32 * 2 ** 20, 1);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(collector.getAverages()).toEqual(averages);
    expect(ballast).toHaveLength(32 * 2 ** 20);
  });

  it('weight memory by time since the start', async () => {
    const collector = collecting();
    const first = await collector.collectMetrics(100);
    const { avgMemoryUsage } = collector.getAverages();
    const { memoryUsage } = first;
    expect(avgMemoryUsage).toBeLessThanOrEqual(memoryUsage.peak * 1.2);
    expect(avgMemoryUsage).toBeGreaterThan(memoryUsage.peak * 0.3);
  });
});
