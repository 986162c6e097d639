import { describe, expect, it } from 'vitest';
import { levelOf, loadCurves } from '../../../src/metric/slo/load-curve.ts';
import { TargetDiedError } from '../../../src/target/errors.ts';
import type { Script } from '../../target/script.ts';
import type { RecordedPhase } from '../recorded-phase.ts';
import { loaded, runStages, stageOf, type StageInput } from './run-on.ts';

const SWEEP = {
  kind: 'sweep',
  parameter: 'concurrency',
  from: 1,
  to: 16,
  duration: 1,
  minRequests: 20,
  attainment: 0.9,
  arrivals: 'constant',
} as const;

/** Runs a sweep with an SLO in milliseconds; without one for `NaN`. */
async function swept(script: Partial<Script>, given: Partial<StageInput> = {}, limitMs = 5000) {
  const slos = Number.isNaN(limitMs) ? {} : { responseLatency: limitMs };
  const { target, phase } = await loaded(script, { slos });
  if (!Number.isNaN(limitMs)) phase.context.journal.event({ kind: 'slos-set', slos });
  const stage: StageInput = Object.assign({ ...SWEEP }, given);
  return { target, phase, done: runStages(phase, [stage]) };
}

function levels(phase: RecordedPhase): number[] {
  return phase.streams().stages.flatMap(({ level }) => level?.value ?? []);
}

describe('a sweep', () => {
  it('over concurrency finds what the slots of a server sustain', async () => {
    // Two slots of 40 ms: concurrency 4 takes 80 ms, 8 takes 160 ms.
    const { phase, done } = await swept({ slots: 2, firstTokenMs: 40, tokenMs: 0 }, {}, 110);
    await done;
    const [curve] = loadCurves(phase.streams());
    expect(levels(phase).slice(0, 3)).toEqual([1, 2, 4]);
    expect(curve?.highestMet).toBeGreaterThanOrEqual(2);
    expect(curve?.highestMet).toBeLessThanOrEqual(7);
    expect(curve?.lowestBroken).toBeLessThanOrEqual(8);
  });

  it('over a rate ends at its highest level when all are met, with the arrivals of each level', async () => {
    const rates = { parameter: 'rate', from: 100, to: 400, minRequests: 10, duration: 50 } as const;
    const { phase, done } = await swept({ firstTokenMs: 1 }, rates);
    await done;
    const [curve] = loadCurves(phase.streams());
    expect(curve).toMatchObject({ parameter: 'rate', highestMet: 400, lowestBroken: Number.NaN });
    // At least ten, or as many as arrive in 50 ms.
    expect(
      phase.streams().stages.map(({ name, requests, load }) => [name, requests.length, load.kind]),
    ).toEqual([
      ['sweep/100', 10, 'open'],
      ['sweep/200', 10, 'open'],
      ['sweep/400', 20, 'open'],
    ]);
  });

  it.each([
    ['inputTokens', 4, 16, [4, 8, 16], (row: { inputTokens: number }) => row.inputTokens],
    ['outputTokens', 2, 8, [2, 4, 8], (row: { outputTokens: number }) => row.outputTokens],
  ] as const)(
    'over %s has requests of exactly that length',
    async (parameter, from, to, all, of) => {
      const { phase, done } = await swept({}, { parameter, from, to, minRequests: 5 });
      await done;
      expect(levels(phase)).toEqual(all);
      for (const value of all) {
        const stage = stageOf(phase, `sweep/${value}`);
        expect(stage).toMatchObject({ load: { kind: 'closed', concurrency: 1 }, level: { value } });
        expect(new Set(stage.requests.map(of))).toEqual(new Set([value]));
      }
    },
  );

  it('decides during the run as it does from the recorded levels', async () => {
    const slow = (number: number): boolean => number % 7 === 0;
    const { phase, done } = await swept(
      { behaviour: (_, number) => (slow(number) ? 'fail' : 'answer'), firstTokenMs: 1 },
      { attainment: 0.95 },
    );
    await done;
    // One in seven fails at every level: the first level is the last, and the phase continues.
    const streams = phase.streams();
    expect(streams.stages.map((stage) => levelOf(streams, stage)?.isMet)).toEqual([false]);
    expect(phase.steps.at(-1)).toBe('sweep: no level was met');
  });

  it('tries every level without SLOs while all requests succeed', async () => {
    const { phase, done } = await swept({}, { to: 8 }, Number.NaN);
    await done;
    expect(levels(phase)).toEqual([1, 2, 4, 8]);
    const { phase: other, done: broken } = await swept(
      { behaviour: (_, number) => (number === 5 ? 'fail' : 'answer') },
      { to: 8 },
      Number.NaN,
    );
    await broken;
    const streams = other.streams();
    expect(streams.stages.map((stage) => levelOf(streams, stage)?.isMet)).toEqual([false]);
  });

  it('sends probes, warms up in each level, and sends no prompt twice', async () => {
    const { target, phase, done } = await swept({}, { to: 2, warmup: 3 });
    await done;
    expect(new Set(phase.rows.map(({ purpose }) => purpose))).toEqual(
      new Set(['warm-up', 'probe']),
    );
    expect(phase.rowsOf('warm-up').map(({ stage }) => stage)).toEqual([
      ...Array.from({ length: 3 }, () => 'sweep/1'),
      ...Array.from({ length: 3 }, () => 'sweep/2'),
    ]);
    expect(new Set(target.prompts).size).toBe(target.prompts.length);
  });

  it('ends when the server dies', async () => {
    const { done } = await swept({
      behaviour: (_, number) => (number < 30 ? 'answer' : 'die'),
    });
    await expect(done).rejects.toThrow(TargetDiedError);
  });
});
