import { createMockServer } from '@loadcell/native';
import { describe, expect, it } from 'vitest';
import { levelOf } from '../../../../src/metric/slo/load-curve.ts';
import type { Target } from '../../../../src/target/target.ts';
import { FailsAlikeError } from '../../../../src/phase/watch/first-failures.ts';
import { targetFor } from '../../../target/server/target-for.ts';
import { useCleanup } from '../../../target/transport/transport-run.ts';
import { RecordedPhase } from '../../recorded-phase.ts';
import { rowAt } from '../../watch/rows.ts';
import { loaded, runStages, stageOf, type StageInput } from '../run-on.ts';

const onCleanup = useCleanup();

/** A phase on a server that fails three in four requests. */
async function onServer(): Promise<{ phase: RecordedPhase; model: string }> {
  const server = createMockServer({
    timeToFirstTokenMs: 2,
    interTokenLatencyMs: 1,
    outputTokens: 2,
    errorRate: 0.75,
  });
  onCleanup(() => Promise.resolve(server.stop()));
  const target: Target = targetFor(server.url);
  onCleanup(() => target.stop());
  await target.start();
  return { phase: new RecordedPhase(target), model: 'mock' };
}

/** A phase on an engine that fails after 20 requests. */
async function onEngine(): Promise<{ phase: RecordedPhase; model: string }> {
  const { phase } = await loaded({
    behaviour: (_, number) => (number > 20 ? 'fail' : 'answer'),
    firstTokenMs: 1,
  });
  return { phase, model: 'small' };
}

/** Records a success of the phase. */
function succeed({ context }: RecordedPhase): void {
  context.watch.take(rowAt(1));
}

const HOUR = 3_600_000;

/** Loads that only errors can end. */
const ENDLESS: readonly StageInput[] = [
  { kind: 'closed', name: 'time', duration: HOUR },
  { kind: 'closed', name: 'count', requests: 1_000_000 },
  { kind: 'closed', name: 'warming', warmup: 1_000_000, requests: 5 },
  { kind: 'open', name: 'rate', rate: 500, duration: HOUR / 4 },
  { kind: 'open', name: 'arrivals', rate: 500, requests: 100_000 },
  { kind: 'ramp', name: 'ramp', from: 400, to: 500, duration: HOUR / 4 },
  { kind: 'sessions', name: 'turns', rate: 200, turns: 2, thinkTime: 10, duration: HOUR / 4 },
];

describe.each([
  ['a server', onServer],
  ['an engine', onEngine],
] as const)('a stage on %s that fails too often', (_, begin) => {
  it.each(ENDLESS.map((stage) => [stage.name ?? '', stage] as const))(
    'ends itself, is whole and reports why: %s',
    async (name, stage) => {
      const { phase, model } = await begin();
      succeed(phase);
      await runStages(phase, [stage], { model });
      const { isWhole, endedBy, endedNs, requests, windows } = stageOf(phase, name);
      expect(isWhole).toBe(true);
      expect(endedBy).toMatchObject({ kind: 'errors' });
      expect(endedBy?.requests).toBeLessThanOrEqual(requests.length);
      // Requests handed over ahead of their time, or waiting for think time, are not recorded.
      const taken = requests.filter(
        ({ outcome }) => outcome === 'dropped' || outcome === 'cancelled',
      );
      expect(taken).toEqual([]);
      expect(requests.every((row) => row.sentNs <= endedNs)).toBe(true);
      expect(windows).toMatchObject([{ isWhole: true }]);
      expect(phase.steps.at(-1)).toMatch(
        /^stage \w+ ended early after .*: (the first 8 all|50 of the last \d+) failed/,
      );
    },
  );
});

describe('the stage after one that failed too often', () => {
  it('runs', async () => {
    const { phase, model } = await onEngine();
    await runStages(
      phase,
      [
        { kind: 'closed', duration: HOUR },
        { kind: 'closed', requests: 10, maxErrorRate: 1 },
      ],
      { model },
    );
    expect(stageOf(phase, 'closed').endedBy?.kind).toBe('errors');
    expect(stageOf(phase, 'closed-2').requests).toHaveLength(10);
  });

  it('does not run when nothing in the phase has succeeded', async () => {
    const { phase } = await loaded({ behaviour: () => 'fail' });
    const stages: StageInput[] = [
      { kind: 'closed', duration: HOUR },
      { kind: 'open', rate: 5 },
    ];
    await expect(runStages(phase, stages)).rejects.toThrow(FailsAlikeError);
    expect(phase.streams().stages).toMatchObject([
      { name: 'closed', isWhole: true, endedBy: { failed: 8 } },
    ]);
  });
});

describe('a level of a sweep that fails too often', () => {
  it('is missed, and the sweep continues at lower levels', async () => {
    // Two levels of 20 requests and those in flight at their ends, then the first eight of the next level.
    const slos = { responseLatency: 60_000 };
    const fails = (number: number): boolean => number > 40 && number <= 52;
    const { phase } = await loaded(
      { behaviour: (_, number) => (fails(number) ? 'fail' : 'answer'), firstTokenMs: 1 },
      { slos },
    );
    phase.context.journal.event({ kind: 'slos-set', slos });
    const sweep = { kind: 'sweep', parameter: 'concurrency', from: 1, to: 16 } as const;
    await runStages(phase, [{ ...sweep, duration: 1, minRequests: 20, attainment: 0.01 }]);
    const streams = phase.streams();
    const levels = streams.stages.map((stage) => [stage.name, levelOf(streams, stage)?.isMet]);
    expect(levels).toEqual([
      ['sweep/1', true],
      ['sweep/2', true],
      ['sweep/4', false],
      ['sweep/3', true],
    ]);
    expect(stageOf(phase, 'sweep/4').endedBy?.kind).toBe('errors');
    expect(phase.steps).toContainEqual(
      expect.stringMatching(/^sweep\/4: \d+\.\d% of requests .*, ended early after .* failed/),
    );
    expect(phase.steps.at(-1)).toBe('sweep: highest level met 3');
  });
});
