import { describe, expect, it, vi } from 'vitest';
import { poissonTimes } from '../../../../src/workload/arrivals.ts';
import { createRandom } from '../../../../src/workload/random.ts';
import { TargetDiedError } from '../../../../src/target/errors.ts';
import { PATIENCE_MS } from '../../../patience.ts';
import type { RecordedPhase } from '../../recorded-phase.ts';
import { loaded, measured, runStages, stageOf, type StageInput } from '../run-on.ts';

const OPEN = { kind: 'open', rate: 200, requests: 40 } as const;

/** Sends requests on a schedule. */
function run(phase: RecordedPhase, stage: StageInput = OPEN) {
  return runStages(phase, [stage]);
}

/** A duration so long that only the test ends the loop. */
const ENDLESS = { kind: 'open', rate: 200, duration: 600_000 } as const;

/** Arrivals for the seed of a recorded phase, ms after the first. */
function scheduledMs(): number[] {
  const source = poissonTimes(createRandom(1, 'arrivals open'));
  const times = Array.from({ length: 40 }, () => source.next().value);
  return times.map((time) => (time - (times[0] ?? 0)) * 5);
}

function recordedMs(phase: RecordedPhase): number[] {
  const starts = phase.rows.map((row) => row.scheduledNs).toSorted((a, b) => a - b);
  return starts.map((atNs) => (atNs - (starts[0] ?? 0)) / 1e6);
}

describe('an open loop', () => {
  it('sends a request for every arrival of its schedule', async () => {
    const { phase } = await loaded();
    await run(phase);
    const schedule = scheduledMs();
    expect(phase.rows).toHaveLength(schedule.length);
    for (const [index, atMs] of recordedMs(phase).entries()) {
      // Timestamps are doubles of nanoseconds.
      expect(Math.abs(atMs - (schedule[index] ?? Infinity))).toBeLessThan(1e-4);
    }
    expect(phase.rows.filter((row) => row.sentNs < row.scheduledNs)).toEqual([]);
  });

  it('records its load before the first request is sent', async () => {
    const { phase } = await loaded();
    await run(phase, { ...OPEN, arrivals: { gamma: 0.5 }, warmup: 3 });
    expect(phase.order.slice(0, 2)).toEqual(['edge', 'stage-began']);
    expect(phase.eventsOf('stage-began')).toMatchObject([
      {
        stage: 'open',
        load: {
          kind: 'open',
          ratePerSecond: 200,
          arrivals: 'gamma',
          burstiness: 0.5,
          requests: 40,
        },
        warmupRequests: 3,
        seed: 1,
        prompts: 'words',
      },
    ]);
    expect(phase.rowsOf('warm-up')).toHaveLength(3);
    expect(phase.rowsOf('load')).toHaveLength(40);
    const lastWarmNs = Math.max(...phase.rowsOf('warm-up').map(({ scheduledNs }) => scheduledNs));
    const firstNs = Math.min(...phase.rowsOf('load').map(({ scheduledNs }) => scheduledNs));
    expect(firstNs).toBeGreaterThan(lastWarmNs);
  });

  it('sends its minimum number of requests even at a low rate', async () => {
    const { phase } = await loaded();
    await run(phase, { kind: 'open', rate: 200, duration: 20, minRequests: 30 });
    expect(phase.rows.length).toBeGreaterThanOrEqual(30);
    const { window } = measured(phase, 'open');
    const starts = phase.rows.map(({ scheduledNs }) => scheduledNs);
    expect(Math.max(...starts)).toBeLessThanOrEqual(window.endedNs);
    expect(window.endedNs - Math.min(...starts)).toBeGreaterThanOrEqual(
      Math.max(...starts) - Math.min(...starts),
    );
  });

  it('draws arrivals that do not depend on other stages', async () => {
    const { phase } = await loaded();
    await runStages(phase, [{ ...OPEN, name: 'first', requests: 7 }, OPEN]);
    const { phase: alone } = await loaded();
    await run(alone);
    const offsetsNs = (one: RecordedPhase): number[] => {
      const starts = stageOf(one, 'open')
        .requests.map(({ scheduledNs }) => scheduledNs)
        .toSorted((a, b) => a - b);
      return starts.map((ns) => Math.round((ns - (starts[0] ?? 0)) / 1e3));
    };
    expect(offsetsNs(phase)).toEqual(offsetsNs(alone));
  });

  it('takes its rate from the reported throughput of an earlier stage', async () => {
    const { phase } = await loaded({ firstTokenMs: 4, tokenMs: 0 });
    const ended = await runStages(phase, [
      { kind: 'closed', concurrency: 2, warmup: 8, duration: 120, minRequests: 1 },
      { kind: 'open', rate: { share: 0.25 }, requests: 5 },
    ]);
    const { load } = stageOf(phase, 'open');
    const throughput = measured(phase, 'closed').of('requestThroughput');
    expect(ended.get('closed')?.requestsPerSecond).toBe(throughput);
    expect(load).toMatchObject({ share: 0.25, of: 'closed', ratePerSecond: throughput * 0.25 });
  });

  it('fails when no request of that stage succeeded, and names the key', async () => {
    const { phase } = await loaded({ behaviour: () => 'fail' });
    const running = runStages(phase, [
      { kind: 'closed', requests: 3 },
      { kind: 'open', name: 'half' },
    ]);
    await expect(running).rejects.toMatchObject({
      summary: 'no request of stage "closed" succeeded, so stage "half" has no rate',
      help: 'check the request errors, or set rate of stage "half" to requests per second',
    });
    expect(phase.eventsOf('stage-began').map(({ stage }) => stage)).toEqual(['closed']);
  });

  it('keeps scheduled starts and skips nothing when the target is slow: waiting counts', async () => {
    // One slot of 20 ms with an arrival every 5 ms: each request waits about 15 ms longer than the previous one.
    const { target, phase } = await loaded({ slots: 1, firstTokenMs: 20, tokenMs: 0 });
    await run(phase);
    const schedule = scheduledMs();
    expect(phase.rows).toHaveLength(schedule.length);
    expect(target.mostAtOnce).toBeGreaterThan(schedule.length / 2);
    const inOrder = phase.rows.toSorted((a, b) => a.scheduledNs - b.scheduledNs);
    const responseMs = inOrder.map((row) => (row.endNs - row.scheduledNs) / 1e6);
    // The expected queue: a request begins at its arrival or when the slot is free, whichever is later.
    let freeMs = 0;
    for (const [index, arrivalMs] of schedule.entries()) {
      freeMs = Math.max(freeMs, arrivalMs) + 20;
      expect(responseMs[index]).toBeGreaterThan(freeMs - arrivalMs - 1);
    }
    // These bounds grow with the queue: the last is far above one service time.
    expect(freeMs - (schedule.at(-1) ?? Infinity)).toBeGreaterThan(5 * 20);
  });

  it('continues when requests fail', async () => {
    const { phase } = await loaded({ behaviour: () => 'fail' });
    await run(phase, { ...OPEN, maxErrorRate: 1 });
    expect(phase.rows).toHaveLength(scheduledMs().length);
    expect(new Set(phase.rows.map((row) => row.outcome))).toEqual(new Set(['error']));
  });

  it('stops sending when the target dies, long before its schedule ends', async () => {
    const { target, phase } = await loaded({
      behaviour: (_, number) => (number < 3 ? 'answer' : 'die'),
    });
    const loop = run(phase, ENDLESS);
    await expect(loop).rejects.toThrow(TargetDiedError);
    const { atNs } = await target.exited;
    const sentAfter = phase.rows.filter((row) => row.scheduledNs > atNs + 1e9);
    expect(sentAfter).toEqual([]);
    expect(stageOf(phase, 'open').isWhole).toBe(false);
  });

  it('ends immediately with the phase, and cancels requests in flight', async () => {
    const { target, phase } = await loaded({ behaviour: () => 'hang' });
    const loop = run(phase, ENDLESS);
    const reason = new Error('over');
    await vi.waitUntil(() => target.prompts.length > 2, PATIENCE_MS);
    phase.controller.abort(reason);
    await expect(loop).rejects.toBe(reason);
    expect(phase.rows.length).toBeGreaterThan(0);
    expect(new Set(phase.rows.map((row) => row.outcome))).toEqual(new Set(['cancelled']));
  });
});
