import { describe, expect, it, vi } from 'vitest';
import { runOpenLoop } from '../../../src/phase/step/open-loop.ts';
import { poissonArrivals } from '../../../src/workload/arrivals.ts';
import { WordPrompts } from '../../../src/workload/supply/word-prompts.ts';
import { makeSchedule, type ScheduleSpec } from '../../../src/workload/schedule.ts';
import { createRandom } from '../../../src/workload/random.ts';
import { TargetDiedError } from '../../../src/target/errors.ts';
import { PATIENCE_MS } from '../../patience.ts';
import type { Script } from '../../target/script.ts';
import { ScriptedTarget } from '../../target/scripted-target.ts';
import { RecordedPhase } from '../recorded-phase.ts';

const SPEC = { shape: 'poisson', ratePerSecond: 200, durationMs: 200 } as const;

/** Sends prompts of four words, answered in two tokens, by a schedule. */
async function run(phase: RecordedPhase, spec: ScheduleSpec = SPEC): Promise<void> {
  const { random } = phase.context;
  const supply = new WordPrompts(phase.context, 4, 2);
  const schedule = makeSchedule(spec, random);
  const { origin } = supply;
  const prompts = supply.of('open-loop');
  await runOpenLoop(phase.context, 'small', { stage: 'open-loop', schedule, prompts, origin });
}

async function loaded(script: Partial<Script> = {}) {
  const target = new ScriptedTarget(script);
  await target.load('small');
  return { target, phase: new RecordedPhase(target) };
}

/** The arrivals that the seed of a recorded phase gives, ms after the first. */
function scheduledMs(): number[] {
  const times = poissonArrivals(createRandom(1, 'under-test'), 40);
  return Array.from(times, (time) => (time - (times[0] ?? 0)) * 5);
}

function intendedMs(phase: RecordedPhase): number[] {
  const intendedNs = phase.rows.map((row) => row.intendedNs).toSorted((a, b) => a - b);
  return intendedNs.map((atNs) => (atNs - (intendedNs[0] ?? 0)) / 1e6);
}

describe('an open loop', () => {
  it('sends a request for every arrival of its schedule', async () => {
    const { phase } = await loaded();
    await run(phase);
    const schedule = scheduledMs();
    expect(phase.rows).toHaveLength(schedule.length);
    for (const [index, atMs] of intendedMs(phase).entries()) {
      // Stamps are doubles of nanoseconds.
      expect(Math.abs(atMs - (schedule[index] ?? Infinity))).toBeLessThan(1e-4);
    }
    expect(phase.rows.filter((row) => row.sentNs < row.intendedNs)).toEqual([]);
  });

  it('notes its schedule before the first request goes out', async () => {
    const { phase } = await loaded();
    await run(phase);
    expect(phase.order.slice(0, 2)).toEqual(['schedule-made', 'window-began']);
    expect(phase.eventsOf('schedule-made')).toMatchObject([
      {
        window: 'open-loop',
        shape: 'poisson',
        seed: 1,
        ratePerSecond: 200,
        requests: scheduledMs().length,
        concurrency: Number.NaN,
      },
    ]);
  });

  it('keeps intended times and skips nothing when the host is slow: waiting counts', async () => {
    // One slot of 20 ms at an arrival every 5: each waits about 15 ms longer than the one before.
    const { target, phase } = await loaded({ slots: 1, firstTokenMs: 20, tokenMs: 0 });
    await run(phase);
    const schedule = scheduledMs();
    expect(phase.rows).toHaveLength(schedule.length);
    expect(target.mostAtOnce).toBeGreaterThan(schedule.length / 2);
    const inOrder = phase.rows.toSorted((a, b) => a.intendedNs - b.intendedNs);
    const responseMs = inOrder.map((row) => (row.endNs - row.intendedNs) / 1e6);
    // The queue as it must be: a request begins at its arrival or when the slot is free, whichever is later.
    let freeMs = 0;
    for (const [index, arrivalMs] of schedule.entries()) {
      freeMs = Math.max(freeMs, arrivalMs) + 20;
      expect(responseMs[index]).toBeGreaterThan(freeMs - arrivalMs - 1);
    }
    // The bounds above grow with the queue: the last is far beyond one service time.
    expect(freeMs - (schedule.at(-1) ?? Infinity)).toBeGreaterThan(5 * 20);
  });

  it('goes on when requests fail', async () => {
    const { phase } = await loaded({ behaviour: () => 'fail' });
    await run(phase);
    expect(phase.rows).toHaveLength(scheduledMs().length);
    expect(new Set(phase.rows.map((row) => row.outcome))).toEqual(new Set(['error']));
  });

  it('has its window from the first request to the end of the schedule; the wait for responses is outside', async () => {
    const { phase } = await loaded({ firstTokenMs: 1500 });
    await run(phase);
    const [, began, ended] = phase.events;
    expect(began?.atNs).toBe(Math.min(...phase.rows.map((row) => row.intendedNs)));
    const firstMs = (poissonArrivals(createRandom(1, 'under-test'), 40)[0] ?? 0) * 5;
    expect((ended?.atNs ?? 0) - (began?.atNs ?? 0)).toBeGreaterThanOrEqual((200 - firstMs) * 1e6);
    expect(phase.order.at(-1)).toBe('open-loop');
    expect(phase.rows.at(-1)?.endNs).toBeGreaterThan(ended?.atNs ?? Infinity);
  });

  it('stops sending when the host dies, long before its schedule ends', async () => {
    const { target, phase } = await loaded({
      behaviour: (_, number) => (number < 3 ? 'answer' : 'die'),
    });
    const loop = run(phase, { ...SPEC, durationMs: 600_000 });
    await expect(loop).rejects.toThrow(TargetDiedError);
    const { atNs } = await target.exited;
    const sentAfter = phase.rows.filter((row) => row.intendedNs > atNs + 1e9);
    expect(sentAfter).toEqual([]);
    expect(phase.eventsOf('window-ended')).toHaveLength(1);
  });

  it('ends at once when the phase does, and cancels all that is under way', async () => {
    const { target, phase } = await loaded({ behaviour: () => 'hang' });
    const loop = run(phase, { ...SPEC, durationMs: 600_000 });
    const reason = new Error('over');
    await vi.waitUntil(() => target.prompts.length > 2, PATIENCE_MS);
    phase.controller.abort(reason);
    await expect(loop).rejects.toBe(reason);
    expect(phase.rows.length).toBeGreaterThan(0);
    expect(new Set(phase.rows.map((row) => row.outcome))).toEqual(new Set(['cancelled']));
  });
});
