import { atMost, measured } from '../../suite/report/figure.mjs';
import { runActor, ServerProcess } from '../actor.mjs';

const LOADS = [1, 4, 16].flatMap((slots) =>
  [0.5, 0.9, 1.5].map((utilization) => ({ slots, utilization })),
);
const QUEUES = ['server', 'client'];

/** @param {{ queueing: { repeats: number, count: number, serviceMs: number } }} plan */
export async function measureQueueing({ queueing: { repeats, count, serviceMs } }) {
  const cases = QUEUES.flatMap((queue) => LOADS.map((load) => ({ queue, ...load })));
  const errors = cases.map(() => []);
  for (let repeat = 0; repeat < repeats; repeat++) {
    const measuredMs = await measureOnce(cases, count, serviceMs);
    for (const [index, { slots, utilization }] of cases.entries()) {
      const gapMs = serviceMs / slots / utilization;
      const exact = percentilesOf(exactResponsesMs(count, gapMs, slots, serviceMs));
      errors[index].push(largestError(percentilesOf(measuredMs[index]), exact));
    }
  }
  return cases.map(({ queue, slots, utilization }, index) => {
    const name = `${queue}Queue${slots}SlotsAt${utilization * 100}PercentError`;
    return measured(name, 'ratio', Math.min(...errors[index]), atMost(0.05));
  });
}

async function measureOnce(cases, count, serviceMs) {
  const server = new ServerProcess();
  try {
    const loads = [];
    for (const { queue, slots, utilization } of cases) {
      const limit = queue === 'server' ? { concurrency: slots } : {};
      const url = await server.add({ timeToFirstTokenMs: serviceMs, outputTokens: 1, ...limit });
      const connections = queue === 'server' ? count : slots;
      loads.push({ url, connections, count, gapMs: serviceMs / slots / utilization });
    }
    const { responsesMs } = await runActor('queue', { loads });
    return responsesMs;
  } finally {
    await server.stop();
  }
}

/** Each request starts at its scheduled start or when a slot is free, whichever is later. */
function exactResponsesMs(count, gapMs, slots, serviceMs) {
  const freeAtMs = Array.from({ length: slots }, () => 0);
  return Array.from({ length: count }, (_, index) => {
    const scheduledMs = index * gapMs;
    const slot = freeAtMs.indexOf(Math.min(...freeAtMs));
    freeAtMs[slot] = Math.max(scheduledMs, freeAtMs[slot]) + serviceMs;
    return freeAtMs[slot] - scheduledMs;
  });
}

/** The percentiles 1 to 99, by nearest rank. */
function percentilesOf(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return Array.from(
    { length: 99 },
    (_, index) => sorted[Math.ceil(((index + 1) / 100) * sorted.length) - 1],
  );
}

function largestError(found, exact) {
  return Math.max(...exact.map((expected, index) => Math.abs(found[index] - expected) / expected));
}
