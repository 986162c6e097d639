import { describe, expect, it } from 'vitest';
import { loadCurve } from '../../../src/metric/load-curve.ts';
import { sweepLoad, type SweepLoad } from '../../../src/phase/step/sweep-load.ts';
import { WordPrompts } from '../../../src/workload/supply/word-prompts.ts';
import { TargetDiedError } from '../../../src/target/errors.ts';
import type { Script } from '../../target/script.ts';
import { ScriptedTarget } from '../../target/scripted-target.ts';
import { RecordedPhase } from '../recorded-phase.ts';

const SWEEP = {
  over: 'concurrency',
  from: 1,
  to: 16,
  factor: 2,
  precision: 0.1,
  stepDurationMs: 1,
  minRequests: 20,
  attainment: 0.9,
  arrivals: { shape: 'constant' },
} as const;

async function swept(script: Partial<Script>, given: Partial<SweepLoad>, limitMs = 30) {
  const target = new ScriptedTarget(script);
  await target.load('small');
  const objectives = { responseLatency: limitMs };
  const phase = new RecordedPhase(target, 'unload-first', { objectives });
  phase.context.journal.event({ kind: 'objectives-set', objectives });
  const prompts = new WordPrompts(phase.context, 4, 2);
  return {
    target,
    phase,
    done: sweepLoad(phase.context, 'small', { ...SWEEP, prompts, ...given }),
  };
}

describe('a sweep', () => {
  it('over concurrency finds what the slots of a host bear', async () => {
    // Two slots of 40 ms: four at once take 80 ms, eight 160.
    const { phase, done } = await swept({ slots: 2, firstTokenMs: 40, tokenMs: 0 }, {}, 110);
    await done;
    const curve = loadCurve(phase.streams());
    expect(curve?.steps.map(({ level }) => level).slice(0, 3)).toEqual([1, 2, 4]);
    expect(curve?.highestMet).toBeGreaterThanOrEqual(2);
    expect(curve?.highestMet).toBeLessThanOrEqual(7);
    expect(curve?.lowestBroken).toBeLessThanOrEqual(8);
  });

  it('over a rate ends at its bound when nothing breaks, with the arrivals of each level', async () => {
    const given = {
      over: 'rate',
      from: 100,
      to: 400,
      minRequests: 10,
      stepDurationMs: 50,
    } as const;
    const { phase, done } = await swept({ firstTokenMs: 1 }, given, 5000);
    await done;
    const curve = loadCurve(phase.streams());
    expect(curve).toMatchObject({ variable: 'rate', highestMet: 400, lowestBroken: Number.NaN });
    // Ten at the least, or as many as 50 ms bring.
    expect(curve?.steps.map(({ level, requests }) => [level, requests])).toEqual([
      [100, 10],
      [200, 10],
      [400, 20],
    ]);
    expect(
      phase.eventsOf('schedule-made').map(({ window, shape }) => `${window} ${shape}`),
    ).toEqual(['sweep constant', 'sweep constant', 'sweep constant']);
  });

  it('decides while it runs as its curve does afterwards', async () => {
    const slow = (number: number): boolean => number % 7 === 0;
    const { phase, done } = await swept(
      { behaviour: (_, number) => (slow(number) ? 'fail' : 'answer'), firstTokenMs: 1 },
      { attainment: 0.95 },
      5000,
    );
    await done;
    // One of seven fails at every level: the first is the last.
    expect(phase.eventsOf('sweep-step')).toHaveLength(1);
    const curve = loadCurve(phase.streams());
    expect(curve?.steps.map(({ isMet }) => isMet)).toEqual([false]);
    expect(phase.steps.at(-1)).toBe('no level met the objectives');
  });

  it('makes requests of its own purpose in windows of its own, and gives no prompt twice', async () => {
    const { target, phase, done } = await swept({}, { to: 2 }, 5000);
    await done;
    expect(new Set(phase.rows.map(({ purpose }) => purpose))).toEqual(new Set(['sweep']));
    expect(phase.eventsOf('window-began').map(({ window }) => window)).toEqual(['sweep', 'sweep']);
    expect(new Set(target.prompts).size).toBe(target.prompts.length);
    const ends = phase.eventsOf('sweep-step').map(({ beganNs, endedNs }) => endedNs - beganNs);
    expect(ends.every((lengthNs) => lengthNs > 0)).toBe(true);
  });

  it('ends with the host that dies of it', async () => {
    const { done } = await swept(
      { behaviour: (_, number) => (number < 30 ? 'answer' : 'die') },
      {},
      5000,
    );
    await expect(done).rejects.toThrow(TargetDiedError);
  });
});
