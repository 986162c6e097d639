import { describe, expect, it } from 'vitest';
import { createMockServer, createWire } from '../../src/index.ts';
import { chat, Collector, nowNs } from './collect.ts';
import { exactResponsesMs, percentilesOf } from './queueing.ts';

const SERVICE_MS = 40;
const COUNT = 30;
/** Time from staging to the first request. */
const LEAD_NS = 20e6;
/** Resolution of timestamps, doubles in nanoseconds. */
const ROUNDING_MS = 1e-3;

/** Where requests queue: for the server's slots, or for the client's connection limit. */
type Queue = 'server' | 'client';

async function load(queue: Queue, slots: number, gapMs: number) {
  const mock = createMockServer({
    timeToFirstTokenMs: SERVICE_MS,
    outputTokens: 1,
    ...(queue === 'server' ? { concurrency: slots } : {}),
  });
  const wire = createWire({
    endpoint: { url: mock.url },
    connections: queue === 'server' ? COUNT : slots,
    maxConcurrency: queue === 'server' ? COUNT : slots,
  });
  try {
    await wire.start();
    const startNs = nowNs() + LEAD_NS;
    wire.stage(
      Array.from({ length: COUNT }, (_, id) => ({
        id,
        bytes: chat(),
        scheduledNs: startNs + id * gapMs * 1e6,
      })),
    );
    const rows = new Collector(wire);
    await rows.untilEnded(COUNT, 50);
    expect(wire.account().completed).toBe(COUNT);
    const requests = [...rows.requests.values()].toSorted((a, b) => a.scheduledNs - b.scheduledNs);
    return { requests, servedInOrder: [...mock.drainStamps().dueNs].toSorted((a, b) => a - b) };
  } finally {
    wire.stop();
    mock.stop();
  }
}

const loads = [1, 4, 16].flatMap((slots) =>
  [0.5, 0.9, 1.5].map((utilization) => ({ slots, utilization })),
);

/** `npm run bench -- wire` measures how close response times are to theory on a quiet machine. */
describe.each(['server', 'client'] as const)('requests that queue at the %s', (queue) => {
  it.concurrent.each(loads)(
    'wait their turn, and no response time is below theory: $slots slots at utilization $utilization',
    async ({ slots, utilization }) => {
      const gapMs = SERVICE_MS / slots / utilization;
      const { requests, servedInOrder } = await load(queue, slots, gapMs);
      const responsesMs = requests.map(({ endNs, scheduledNs }) => (endNs - scheduledNs) / 1e6);
      const exact = percentilesOf(exactResponsesMs(COUNT, gapMs, slots, SERVICE_MS));
      for (const [index, measuredMs] of percentilesOf(responsesMs).entries()) {
        expect(measuredMs).toBeGreaterThanOrEqual((exact[index] ?? Infinity) - ROUNDING_MS);
      }
      const sentNs = requests.map((request) => request.sentNs);
      expect(sentNs).toEqual(sentNs.toSorted((a, b) => a - b));
      // A slot serves one request at a time: a response ends one service time after the one that many places before it.
      for (let place = slots; place < COUNT; place += 1) {
        const spanNs = (servedInOrder[place] ?? 0) - (servedInOrder[place - slots] ?? Infinity);
        expect(spanNs).toBeGreaterThanOrEqual((SERVICE_MS - ROUNDING_MS) * 1e6);
      }
    },
  );
});
