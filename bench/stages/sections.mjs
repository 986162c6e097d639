import { atMost, measured } from '../suite/report/figure.mjs';
import { BRISK, CLOSED, CONCURRENCY, serviceMsOf, SLOTS, SLOW, UTILIZATION } from './plan.mjs';
import { endsByTheory, quantile } from './queue.mjs';
import { runStages } from './run-stages.mjs';

/** @typedef {ReturnType<typeof import('./plan.mjs').planFor>} Plan */

const SHARES = { p50: 0.5, p90: 0.9, p95: 0.95, p99: 0.99 };

/** Error of a percentile relative to theory; 0 within 1 ms. */
function errorOf(seenMs, theoryMs) {
  const distance = Math.abs(seenMs - theoryMs);
  return distance <= 1 ? 0 : distance / theoryMs;
}

/** Requests in send order with their ends by theory, which depend on the warm-up; only measured ones are returned. */
function heldAgainstTheory({ requests }, { slots = Infinity, ...service }) {
  const rows = requests.toSorted((one, other) => one.sentNs - other.sentNs);
  const sentMs = rows.map(({ sentNs }) => sentNs / 1e6);
  const endsMs = endsByTheory(sentMs, slots, serviceMsOf(service));
  return rows
    .map((row, index) => ({ row, sentMs: sentMs[index], endMs: endsMs[index] }))
    .filter(({ row }) => row.purpose !== 'warm-up');
}

/** The largest error over the percentiles of service time and of end-to-end latency. */
function percentileError(stage, measurements, server) {
  const held = heldAgainstTheory(stage, server);
  const serviceMs = held.map(({ sentMs, endMs }) => endMs - sentMs);
  const latencyMs = held.map(({ row, endMs }) => endMs - row.scheduledNs / 1e6);
  const errors = Object.entries(SHARES).flatMap(([name, share]) => [
    errorOf(measurements.inferenceTime[name], quantile(serviceMs, share)),
    errorOf(measurements.responseLatency[name], quantile(latencyMs, share)),
  ]);
  return Math.max(...errors);
}

/** @param {Plan} plan */
async function measureQueue({ seconds }) {
  const server = { ...BRISK, slots: SLOTS };
  const serviceMs = serviceMsOf(BRISK);
  const capacity = (SLOTS * 1000) / serviceMs;
  const duration = `${seconds}s`;
  const closed = CLOSED.map((concurrency) => ({
    kind: 'closed',
    name: `closed-${concurrency}`,
    concurrency,
    duration,
    warmup: 2 * concurrency,
  }));
  const open = UTILIZATION.flatMap((share) =>
    ['poisson', 'constant'].map((arrivals) => ({
      kind: 'open',
      name: `${arrivals}-${Math.round(share * 100)}`,
      rate: share * capacity,
      arrivals,
      duration,
    })),
  );
  const { result, stages } = await runStages([...closed, ...open], server);
  return result.stages.flatMap(({ name, load, measurements }, index) => {
    const error = percentileError(stages[index], measurements, server);
    const figures = [measured(`${name}-percentile-error`, 'ratio', error, atMost(0.02))];
    if (load.kind !== 'closed') return figures;
    const theory = (Math.min(load.concurrency, SLOTS) * 1000) / serviceMs;
    const off = Math.abs(measurements.requestThroughput.avg / theory - 1);
    return [...figures, measured(`${name}-throughput-error`, 'ratio', off, atMost(0.02))];
  });
}

/** @param {Plan} plan */
async function measureConcurrency({ slowSeconds }) {
  const server = SLOW;
  const serviceMs = serviceMsOf(SLOW);
  const { result, stages } = await runStages(
    CONCURRENCY.map((concurrency) => ({
      kind: 'closed',
      name: `closed-${concurrency}`,
      concurrency,
      duration: `${slowSeconds}s`,
      warmup: concurrency,
    })),
    server,
  );
  return result.stages.flatMap(({ name, load, measurements }, index) => {
    const off = Math.abs(
      (measurements.requestThroughput.avg * serviceMs) / (1000 * load.concurrency) - 1,
    );
    const error = percentileError(stages[index], measurements, server);
    return [
      measured(`${name}-throughput-error`, 'ratio', off, atMost(0.02)),
      measured(`${name}-percentile-error`, 'ratio', error, atMost(0.02)),
    ];
  });
}

/** @param {Plan} plan */
async function measureCounts({ requests }) {
  const { result, stages } = await runStages(
    [
      { kind: 'closed', concurrency: 16, requests, warmup: 32 },
      { kind: 'open', rate: 200, requests, warmup: 10 },
    ],
    BRISK,
  );
  return result.stages.flatMap(({ name, measurements, windows, requests: counted }, index) => {
    const rows = stages[index].requests.filter(({ purpose }) => purpose === 'load');
    const sent = Math.min(...rows.map(({ sentNs }) => sentNs));
    const ended = Math.max(...rows.map(({ endNs }) => endNs));
    const spanMs = (ended - sent) / 1e6;
    return [
      measured(`${name}-requests-off`, 'count', Math.abs(counted.due - requests), atMost(0)),
      measured(
        `${name}-window-off-ms`,
        'ms',
        Math.abs(windows[0].durationMs - spanMs),
        atMost(0.001),
      ),
      measured(`${name}-throughput`, 'per second', measurements.requestThroughput.avg),
    ];
  });
}

/** @param {import('./plan.mjs').Service} service */
function describeMock(service) {
  const { firstTokenMs, gapMs, tokens } = service;
  return `A mock server in its own process: ${firstTokenMs} ms to the first token, ${tokens} tokens ${gapMs} ms apart, ${serviceMsOf(service)} ms of service time.`;
}

/**
 * Sections in the order of the run.
 * @type {readonly { name: string, title: string, method: string, measure: (plan: Plan) => Promise<import('../suite/report/figure.mjs').Figure[]> }[]}
 */
export const SECTIONS = [
  {
    name: 'queue',
    title: 'Each stage against the exact times of its queue',
    method:
      `${describeMock(BRISK)} It serves ${SLOTS} requests at a time, first come first served. Ends by theory follow from the recorded sends. ` +
      'The error is the largest of p50, p90, p95 and p99 of service time and end-to-end latency, 0 within 1 ms. Throughput of closed stages is compared with concurrency / service time.',
    measure: measureQueue,
  },
  {
    name: 'concurrency',
    title: 'Concurrency 1 to 512 as ten stages of one run',
    method: `${describeMock(SLOW)} No queue. Throughput is compared with concurrency / service time.`,
    measure: measureConcurrency,
  },
  {
    name: 'counts',
    title: 'A stage of N requests sends N, and its window ends with the last response',
    method: `${describeMock(BRISK)} No queue.`,
    measure: measureCounts,
  },
];
