import { describe, expect, it } from 'vitest';
import type { RequestRow } from '../../../src/stream/rows/request-row.ts';
import { RecordedPhase } from '../recorded-phase.ts';
import { measured, measuredRows, runStages, type StageInput } from './run-on.ts';
import { TimedTarget, type Service } from './timed-target.ts';

/** Runs one stage. @returns its recorded data and its figures */
async function run(serve: (number: number, elapsedMs: number) => Service, stage: StageInput) {
  const phase = new RecordedPhase(new TimedTarget(serve));
  const ended = await runStages(phase, [stage]);
  const name = stage.kind;
  const { streams, window, of } = measured(phase, name);
  const rows = measuredRows(streams);
  const lengthS = (window.endedNs - window.beganNs) / 1e9;
  return { rows, all: streams.requests, window, lengthS, of, totals: ended.get(name) };
}

const lastEndNs = (rows: readonly RequestRow[]): number =>
  Math.max(...rows.map(({ endNs }) => endNs));
const firstSentNs = (rows: readonly RequestRow[]): number =>
  Math.min(...rows.map(({ sentNs }) => sentNs));
const isOk = ({ outcome }: RequestRow): boolean => outcome === 'ok';

/** Successful requests that ended in a window, per second. */
function rateOf(
  rows: readonly RequestRow[],
  { beganNs, endedNs }: { beganNs: number; endedNs: number },
) {
  const within = rows.filter((row) => isOk(row) && row.endNs >= beganNs && row.endNs <= endedNs);
  return within.length / ((endedNs - beganNs) / 1e9);
}

describe('the window of a stage', () => {
  it('of a server that hangs extends to the end of the load, and so includes the hang', async () => {
    // Fast for 150 of 500 ms, then no response until 900 ms.
    const stage = { kind: 'closed', concurrency: 2, duration: 500, minRequests: 1 } as const;
    const hung = await run(
      (_, elapsedMs) => ({ ms: elapsedMs < 150 ? 10 : 900 - elapsedMs }),
      stage,
    );
    expect(hung.window.beganNs).toBe(firstSentNs(hung.rows));
    expect(hung.lengthS).toBeGreaterThanOrEqual(0.499);
    expect(hung.window.endedNs).toBeLessThan(lastEndNs(hung.rows));
    expect(hung.of('requestThroughput')).toBeCloseTo(rateOf(hung.all, hung.window), 9);
    // Requests that hung count in latencies, not in rates.
    expect(rateOf(hung.all, hung.window) * hung.lengthS).toBeCloseTo(hung.rows.length - 2, 6);
    const longest = Math.max(...hung.rows.map((row) => row.endNs - row.sentNs)) / 1e6;
    expect(longest).toBeGreaterThan(300);
  });

  it('is not stretched by one request that takes far longer than the load', async () => {
    const stage = { kind: 'closed', concurrency: 4, duration: 150, minRequests: 1 } as const;
    const { rows, all, window, of } = await run(
      (number) => ({ ms: number === 9 ? 1500 : 10 }),
      stage,
    );
    const straggler = rows.find((row) => row.endNs - row.sentNs > 1400e6);
    expect(straggler).toBeDefined();
    expect(window.endedNs).toBeLessThan(straggler?.endNs ?? 0);
    expect(of('requestThroughput')).toBeCloseTo(rateOf(all, window), 9);
    expect(all.filter(isOk)).toHaveLength(rows.length);
    // Its latency still counts.
    const mean = rows.reduce((sum, row) => sum + (row.endNs - row.sentNs) / 1e6, 0) / rows.length;
    expect(of('inferenceTime')).toBeCloseTo(mean, 6);
  });

  it('of a burst that ends by count ends with its last request, failed or not', async () => {
    const stage = { kind: 'closed', concurrency: 40, requests: 40 } as const;
    const { rows, window, of, lengthS } = await run(
      (number) => ({ ms: number === 40 ? 120 : 30, fails: number === 40 }),
      stage,
    );
    expect(rows).toHaveLength(40);
    expect(window.beganNs).toBe(firstSentNs(rows));
    expect(window.endedNs).toBe(lastEndNs(rows));
    expect(of('requestThroughput')).toBeCloseTo(39 / lengthS, 9);
    expect(of('errorRate')).toBeCloseTo(1 / 40, 9);
  });

  it('begins while the warm-up is still in flight, whose responses only count in rates', async () => {
    const stage = { kind: 'closed', concurrency: 4, warmup: 4, requests: 12 } as const;
    const { rows, all, window, of } = await run(
      (number) => ({ ms: number <= 4 ? 60 * number : 25 }),
      stage,
    );
    const warm = all.filter(({ purpose }) => purpose === 'warm-up');
    expect(warm).toHaveLength(4);
    expect(rows).toHaveLength(12);
    // The first warm-up response freed the slot of the first measured request; the others were in flight.
    expect(window.beganNs).toBe(firstSentNs(rows));
    const inside = warm.filter(({ endNs }) => endNs >= window.beganNs && endNs <= window.endedNs);
    expect(inside.length).toBeGreaterThan(0);
    expect(warm.some(({ endNs }) => endNs < window.beganNs)).toBe(true);
    expect(of('requestThroughput')).toBeCloseTo(rateOf(all, window), 9);
    const mean = rows.reduce((sum, row) => sum + (row.endNs - row.sentNs) / 1e6, 0) / rows.length;
    expect(of('inferenceTime')).toBeCloseTo(mean, 6);
  });

  it('of a schedule ends with it: responses in the drain count in latencies, not in rates', async () => {
    const stage = {
      kind: 'open',
      arrivals: 'constant',
      rate: 50,
      duration: 200,
      minRequests: 10,
    } as const;
    const { rows, all, window, of } = await run(() => ({ ms: 100 }), stage);
    expect(rows).toHaveLength(10);
    const starts = rows.map(({ scheduledNs }) => scheduledNs);
    expect(window.endedNs).toBeCloseTo(Math.min(...starts) + 200e6, -3);
    const drained = rows.filter(({ endNs }) => endNs > window.endedNs);
    expect(drained.length).toBeGreaterThan(0);
    expect(of('requestThroughput')).toBeCloseTo(rateOf(all, window), 9);
    const mean = rows.reduce((sum, row) => sum + (row.endNs - row.sentNs) / 1e6, 0) / rows.length;
    expect(of('inferenceTime')).toBeCloseTo(mean, 6);
  });

  it('holds at most the requests that fit into its service times, times the concurrency', async () => {
    const stage = { kind: 'closed', concurrency: 5, duration: 400, minRequests: 1 } as const;
    const { rows, all, window, lengthS } = await run(() => ({ ms: 40 }), stage);
    // Each of five slots ends at most one request per service time.
    expect(rateOf(all, window) * lengthS).toBeLessThanOrEqual(5 * Math.ceil(lengthS / 0.04));
    expect(rows.every((row) => row.sentNs <= window.endedNs)).toBe(true);
  });

  it.each([
    { kind: 'closed', concurrency: 3, warmup: 7, duration: 120, minRequests: 1 },
    { kind: 'closed', concurrency: 3, warmup: 7, requests: 31 },
    { kind: 'open', rate: 150, warmup: 5, requests: 20 },
    { kind: 'open', rate: 150, warmup: 5, duration: 150, minRequests: 1 },
  ] as const)('has the same throughput while it runs as it has afterwards: %j', async (stage) => {
    const { of, totals } = await run(
      (number) => ({ ms: 5 + (number % 7) * 6, fails: number % 5 === 0 }),
      stage,
    );
    expect(totals?.requestsPerSecond).toBeGreaterThan(0);
    expect(totals?.requestsPerSecond).toBe(of('requestThroughput'));
  });
});
