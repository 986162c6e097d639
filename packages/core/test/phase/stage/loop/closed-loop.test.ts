import { describe, expect, it, vi } from 'vitest';
import { TargetDiedError } from '../../../../src/target/errors.ts';
import { PATIENCE_MS } from '../../../patience.ts';
import type { RecordedPhase } from '../../recorded-phase.ts';
import { loaded, measured, runStages, stageOf, type StageInput } from '../run-on.ts';

const CLOSED = { kind: 'closed', duration: 60, minRequests: 1, concurrency: 3 } as const;

/** Runs a closed loop. */
function run(phase: RecordedPhase, given: Partial<StageInput> = {}) {
  const stage: StageInput = Object.assign({ ...CLOSED }, given);
  return runStages(phase, [stage]);
}

/** A duration so long that only the test ends the loop. */
const ENDLESS = { duration: 3_600_000 };

/** Maximum concurrency, by timestamps. */
function mostAtOnce(phase: RecordedPhase): number {
  const edges = phase.rows
    .flatMap((row) => [
      { atNs: row.sentNs, change: 1 },
      { atNs: row.endNs, change: -1 },
    ])
    .toSorted((a, b) => a.atNs - b.atNs || a.change - b.change);
  let underWay = 0;
  return Math.max(...edges.map(({ change }) => (underWay += change)));
}

describe('a closed loop', () => {
  it.each([1, 3, 8])(
    'has %i requests in flight, as configured, and never more',
    async (concurrency) => {
      const { target, phase } = await loaded();
      await run(phase, { concurrency, minRequests: 20 });
      expect(target.mostAtOnce).toBe(concurrency);
      expect(mostAtOnce(phase)).toBe(concurrency);
    },
  );

  it('runs for its duration, and for at least its minimum number of requests', async () => {
    const { phase } = await loaded({ firstTokenMs: 50 });
    // Each request takes 50 ms at concurrency 3: after 60 ms only six would have begun.
    await run(phase, { minRequests: 10 });
    expect(phase.rows.length).toBeGreaterThanOrEqual(10);
    const { phase: other } = await loaded();
    await run(other, { duration: 200 });
    const { window } = measured(other, 'closed');
    expect(window.endedNs - window.beganNs).toBeGreaterThanOrEqual(199e6);
    expect(other.rows.every(({ sentNs }) => sentNs <= window.endedNs)).toBe(true);
  });

  it('sends exactly the configured number, with the warm-up before it', async () => {
    const { target, phase } = await loaded();
    const exact = { kind: 'closed', concurrency: 3, warmup: 5, requests: 17 } as const;
    await runStages(phase, [exact]);
    expect(phase.rowsOf('warm-up')).toHaveLength(5);
    expect(phase.rowsOf('load')).toHaveLength(17);
    expect(target.prompts).toHaveLength(22);
  });

  it('records its load before it sends, and its window at its end', async () => {
    const { phase } = await loaded();
    await run(phase, { warmup: 2 });
    expect(phase.order.slice(0, 2)).toEqual(['edge', 'stage-began']);
    expect(phase.order.slice(-2)).toEqual(['stage-ended', 'edge']);
    expect(phase.eventsOf('stage-began')).toMatchObject([
      {
        stage: 'closed',
        load: { kind: 'closed', concurrency: 3, durationMs: 60, minRequests: 1 },
        warmupRequests: 2,
        seed: 1,
        prompts: 'words',
      },
    ]);
    const stage = stageOf(phase, 'closed');
    expect(stage).toMatchObject({ isWhole: true, windows: [{ isWhole: true }] });
    expect(stage.requests).toHaveLength(phase.rows.length);
    expect(stage.windows[0]?.clientCpuNs).toBeGreaterThan(0);
  });

  it('has no throughput when all requests fail', async () => {
    const { phase } = await loaded({ behaviour: () => 'fail' });
    const ended = await run(phase, { maxErrorRate: 1 });
    expect(ended.get('closed')?.requestsPerSecond).toBe(0);
    expect(phase.rows.length).toBeGreaterThan(0);
  });

  it('ends immediately when the target dies, long before its duration', async () => {
    const { target, phase } = await loaded({
      behaviour: (_, number) => (number < 5 ? 'answer' : 'die'),
    });
    const loop = run(phase, ENDLESS);
    await expect(loop).rejects.toThrow(TargetDiedError);
    expect(phase.rows.length).toBe(target.prompts.length);
    expect(stageOf(phase, 'closed').isWhole).toBe(false);
  });

  it('ends immediately on a defect, without leaving a request behind', async () => {
    const { target, phase } = await loaded({
      behaviour: (_, number) => (number < 5 ? 'answer' : 'bug'),
    });
    const loop = run(phase, ENDLESS);
    await expect(loop).rejects.toThrow(TypeError);
    expect(phase.eventsOf('stage-ended')).toHaveLength(1);
    const sent = target.prompts.length;
    await new Promise((resolve) => setImmediate(resolve));
    expect(target.prompts).toHaveLength(sent);
  });

  it('ends immediately with the phase and cancels requests in flight', async () => {
    const { target, phase } = await loaded({
      behaviour: (_, number) => (number <= 4 ? 'answer' : 'hang'),
    });
    const loop = run(phase, ENDLESS);
    const reason = new Error('over');
    await vi.waitUntil(() => phase.rows.length === 4 && target.prompts.length === 7, PATIENCE_MS);
    phase.controller.abort(reason);
    await expect(loop).rejects.toBe(reason);
    expect(phase.rows.filter((row) => row.outcome === 'cancelled')).toHaveLength(3);
    expect(phase.rows).toHaveLength(7);
    expect(stageOf(phase, 'closed').windows).toMatchObject([{ isWhole: false }]);
  });
});
