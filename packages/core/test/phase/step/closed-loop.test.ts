import { describe, expect, it, vi } from 'vitest';
import { runClosedLoop, type ClosedLoopOptions } from '../../../src/phase/step/closed-loop.ts';
import { TargetDiedError } from '../../../src/target/errors.ts';
import { nowNs } from '../../../src/stream/clock.ts';
import { PATIENCE_MS } from '../../patience.ts';
import type { Script } from '../../target/script.ts';
import { WordPrompts } from '../../../src/workload/supply/word-prompts.ts';
import { ScriptedTarget } from '../../target/scripted-target.ts';
import { RecordedPhase } from '../recorded-phase.ts';

const OPTIONS = { stage: 'closed-loop', durationMs: 60, minRequests: 1, concurrency: 3 } as const;

/** Keeps a closed loop up with prompts of four words, answered in two tokens. */
function run(phase: RecordedPhase, given: Partial<ClosedLoopOptions> = {}): Promise<number> {
  const prompts = new WordPrompts(phase.context, 4, 2);
  return runClosedLoop(phase.context, 'small', { ...OPTIONS, prompts, ...given });
}

async function loaded(script: Partial<Script> = {}) {
  const target = new ScriptedTarget(script);
  await target.load('small');
  return { target, phase: new RecordedPhase(target) };
}

/** The most rows that were under way at one instant, by their stamps. */
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
  it.each([1, 3, 8])('has %i under way, as asked, and never more', async (concurrency) => {
    const { target, phase } = await loaded();
    await run(phase, { concurrency, minRequests: 20 });
    expect(target.mostAtOnce).toBe(concurrency);
    expect(mostAtOnce(phase)).toBe(concurrency);
  });

  it('goes on for its duration, and for its number at the least', async () => {
    const { phase } = await loaded({ firstTokenMs: 50 });
    // Each takes 50 ms, three at a time: after 60 ms only six would have begun.
    await run(phase, { minRequests: 10 });
    expect(phase.rows).toHaveLength(10);
    const { phase: other } = await loaded();
    await run(other, { durationMs: 200 });
    expect(other.rows.length).toBeGreaterThan(3);
  });

  it('opens a window over its requests and notes its shape', async () => {
    const { phase } = await loaded();
    await run(phase);
    expect(phase.events.map((event) => event.kind)).toEqual([
      'window-began',
      'window-ended',
      'schedule-made',
    ]);
    expect(phase.eventsOf('schedule-made')).toMatchObject([
      { shape: 'closed', concurrency: 3, requests: phase.rows.length, ratePerSecond: Number.NaN },
    ]);
    const [began, ended] = phase.events;
    const within = phase.rows.filter(
      (row) => row.sentNs >= (began?.atNs ?? Infinity) && row.endNs <= (ended?.atNs ?? 0),
    );
    expect(within).toHaveLength(phase.rows.length);
  });

  it('tells how many it completed a second, and counts none that failed', async () => {
    const { phase } = await loaded({
      behaviour: (_, number) => (number % 2 === 0 ? 'fail' : 'answer'),
    });
    const calledNs = nowNs();
    const perSecond = await run(phase);
    const returnedNs = nowNs();
    const completed = phase.rows.filter((row) => row.outcome === 'ok').length;
    expect(completed).toBeLessThan(phase.rows.length);
    // The rate is over a time that contains every request and lies within the call.
    const overNs = (completed / perSecond) * 1e9;
    const firstSentNs = Math.min(...phase.rows.map((row) => row.sentNs));
    const lastEndNs = Math.max(...phase.rows.map((row) => row.endNs));
    expect(overNs).toBeGreaterThanOrEqual(lastEndNs - firstSentNs);
    expect(overNs).toBeLessThanOrEqual(returnedNs - calledNs);
  });

  it('completes none when all fail', async () => {
    const { phase } = await loaded({ behaviour: () => 'fail' });
    expect(await run(phase)).toBe(0);
    expect(phase.rows.length).toBeGreaterThan(0);
  });

  it('ends at once when the host dies, long before its duration', async () => {
    const { target, phase } = await loaded({
      behaviour: (_, number) => (number < 5 ? 'answer' : 'die'),
    });
    const loop = run(phase, { durationMs: 3_600_000 });
    await expect(loop).rejects.toThrow(TargetDiedError);
    expect(phase.rows.length).toBe(target.prompts.length);
    expect(phase.events.map((event) => event.kind)).toEqual(['window-began', 'window-ended']);
  });

  it('ends at once on a defect of ours, without leaving a request behind', async () => {
    const { target, phase } = await loaded({
      behaviour: (_, number) => (number < 5 ? 'answer' : 'bug'),
    });
    const loop = run(phase, { durationMs: 3_600_000 });
    await expect(loop).rejects.toThrow(TypeError);
    const sent = target.prompts.length;
    await new Promise((resolve) => setImmediate(resolve));
    expect(target.prompts).toHaveLength(sent);
  });

  it('ends at once when the phase does; what was under way is cancelled', async () => {
    const { target, phase } = await loaded({
      behaviour: (_, number) => (number <= 4 ? 'answer' : 'hang'),
    });
    const loop = run(phase, { durationMs: 3_600_000 });
    const reason = new Error('over');
    await vi.waitUntil(() => phase.rows.length === 4 && target.prompts.length === 7, PATIENCE_MS);
    phase.controller.abort(reason);
    await expect(loop).rejects.toBe(reason);
    expect(phase.rows.filter((row) => row.outcome === 'cancelled')).toHaveLength(3);
    expect(phase.rows).toHaveLength(7);
  });
});
