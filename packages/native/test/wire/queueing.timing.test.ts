import { describe, expect, it } from 'vitest';
import { createMockServer, createWire } from '../../src/index.ts';
import { chat, Collector, nowNs } from './collect.ts';
import { exactResponsesMs, largestError, percentilesOf } from './queueing.ts';

const SERVICE_MS = 100;
const COUNT = 30;
const MOST_RUNS = 6;
/** Between staging and the first request. */
const LEAD_NS = 20e6;

/** Where requests queue: before the server's slots, or before our own cap on connections. */
type Queue = 'server' | 'client';

async function measuredResponsesMs(queue: Queue, slots: number, gapMs: number): Promise<number[]> {
  const mock = createMockServer({
    timeToFirstTokenMs: SERVICE_MS,
    tokens: 1,
    ...(queue === 'server' ? { slots } : {}),
  });
  const wire = createWire({
    endpoint: { url: mock.url },
    connections: queue === 'server' ? COUNT : slots,
  });
  try {
    await wire.start();
    const startNs = nowNs() + LEAD_NS;
    wire.stage(
      Array.from({ length: COUNT }, (_, id) => ({
        id,
        bytes: chat(),
        intendedNs: startNs + id * gapMs * 1e6,
      })),
    );
    const rows = new Collector(wire);
    // Seldom: this thread must not disturb those that measure.
    await rows.untilEnded(COUNT, 50);
    expect(wire.account().completed).toBe(COUNT);
    return [...rows.requests.values()].map(({ endNs, intendedNs }) => (endNs - intendedNs) / 1e6);
  } finally {
    wire.stop();
    mock.stop();
  }
}

const loads = [1, 4, 16].flatMap((slots) =>
  [0.5, 0.9, 1.5].map((utilisation) => ({ slots, utilisation })),
);

describe.each(['server', 'client'] as const)('requests that queue at the %s', (queue) => {
  it.concurrent.each(loads)(
    'have the response times of theory, every percentile: $slots slots at utilisation $utilisation',
    async ({ slots, utilisation }) => {
      const gapMs = SERVICE_MS / slots / utilisation;
      const exact = percentilesOf(exactResponsesMs(COUNT, gapMs, slots, SERVICE_MS));
      let best = exact.map(() => Infinity);
      // What else the machine does can only add to a time: the least of some runs is the truest.
      for (let run = 0; run < MOST_RUNS && largestError(best, exact) >= 0.05; run++) {
        const measured = percentilesOf(await measuredResponsesMs(queue, slots, gapMs));
        best = best.map((known, index) => Math.min(known, measured[index] ?? Infinity));
      }
      expect(largestError(best, exact)).toBeLessThan(0.05);
    },
  );
});
