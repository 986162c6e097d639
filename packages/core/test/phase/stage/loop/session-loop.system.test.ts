import { createMockServer } from '@loadcell/native';
import { describe, expect, it } from 'vitest';
import { turnsOf } from '../../../../src/workload/sessions.ts';
import type { RequestRow } from '../../../../src/stream/rows/request-row.ts';
import { targetFor } from '../../../target/server/target-for.ts';
import { useCleanup } from '../../../target/transport/transport-run.ts';
import { RecordedPhase } from '../../recorded-phase.ts';
import { loaded, measured, runStages, stageOf, type StageInput } from '../run-on.ts';

const onCleanup = useCleanup();

const TURNS = { min: 1, max: 3 };
const SESSIONS = {
  kind: 'sessions',
  rate: 100,
  arrivals: 'constant',
  turns: TURNS,
  thinkTime: 5,
} as const;

/** The number of turns of each conversation in the stage `sessions`. */
function drawnTurns(count: number): number[] {
  return Array.from({ length: count }, (_, place) =>
    turnsOf({ turns: TURNS }, { seed: 1, stage: 'sessions', place }),
  );
}

function run(phase: RecordedPhase, stage: StageInput, model = 'small') {
  return runStages(phase, [stage], { model, prompts: { inputTokens: 6 } });
}

/** A phase on a mock server. */
async function onServer(): Promise<RecordedPhase> {
  const server = createMockServer({
    timeToFirstTokenMs: 2,
    interTokenLatencyMs: 1,
    outputTokens: 2,
  });
  onCleanup(() => Promise.resolve(server.stop()));
  const target = targetFor(server.url);
  onCleanup(() => target.stop());
  await target.start();
  return new RecordedPhase(target);
}

/** Rows by conversation, each in order of time. */
function byContext(rows: readonly RequestRow[]): RequestRow[][] {
  const contexts = [...new Set(rows.map(({ context }) => context))];
  return contexts.map((context) =>
    rows
      .filter((row) => row.context === context)
      .toSorted((one, other) => one.scheduledNs - other.scheduledNs),
  );
}

/** Checks that every later turn was scheduled after the previous response. */
function expectTurns(rows: readonly RequestRow[]): void {
  for (const talk of byContext(rows)) {
    for (const [index, row] of talk.entries()) {
      expect(row.outcome).toBe('ok');
      expect(row.scheduledNs).toBeGreaterThan(talk[index - 1]?.endNs ?? 0);
      expect(row.sentNs).toBeGreaterThanOrEqual(row.scheduledNs);
    }
  }
}

/** The number of requests in the first conversations. */
function turnsIn(conversations: number): number {
  return drawnTurns(conversations).reduce((sum, turns) => sum + turns, 0);
}

describe.each(['a server', 'an engine'] as const)('conversations on %s', (where) => {
  const start = async (): Promise<{ phase: RecordedPhase; model: string }> =>
    where === 'a server'
      ? { phase: await onServer(), model: 'mock' }
      : { ...(await loaded()), model: 'small' };

  it('run on schedule from their first turns to their last', async () => {
    const { phase, model } = await start();
    await run(phase, { ...SESSIONS, requests: turnsIn(6) }, model);
    expectTurns(phase.rows);
    const lengths = byContext(phase.rows).map((rows) => rows.length);
    const ascending = (one: number, other: number): number => one - other;
    expect(lengths.toSorted(ascending)).toEqual(drawnTurns(6).toSorted(ascending));
  });

  it('are cut at an exact number of turns, excluding warm-up', async () => {
    const { phase, model } = await start();
    const most = turnsIn(12) - turnsIn(2);
    for (const requests of [most, most - 1]) {
      const other = requests === most ? phase : (await start()).phase;
      await run(other, { ...SESSIONS, warmup: 2, requests }, model);
      expect(other.rowsOf('load')).toHaveLength(requests);
      expect(other.rowsOf('warm-up')).toHaveLength(turnsIn(2));
      expect(stageOf(other, 'sessions')).toMatchObject({ warmupRequests: 2, sharing: 'turns' });
    }
  });

  it('send no turn that is scheduled after the end of the load', async () => {
    const { phase, model } = await start();
    await run(
      phase,
      { ...SESSIONS, turns: 40, thinkTime: 20, duration: 200, minRequests: 1 },
      model,
    );
    const { window } = measured(phase, 'sessions');
    expectTurns(phase.rows);
    expect(phase.rows.length).toBeGreaterThan(20);
    expect(phase.rows.length).toBeLessThan(40 * 20);
    for (const { scheduledNs } of phase.rows) {
      expect(scheduledNs).toBeLessThanOrEqual(window.endedNs);
    }
  });
});

describe('conversations in an engine', () => {
  it('hold one context each up to the maximum, and otherwise wait for one', async () => {
    const { target, phase } = await loaded({ firstTokenMs: 20 }, { maxContexts: 2 });
    await run(phase, { ...SESSIONS, requests: turnsIn(6) });
    expectTurns(phase.rows);
    let open = 0;
    for (const call of target.calls) {
      if (call.startsWith('open')) open += 1;
      if (call.startsWith('close')) open -= 1;
      expect(open).toBeLessThanOrEqual(2);
    }
    expect(target.contexts.size).toBe(0);
    // Six arrive within 60 ms, and two are served concurrently at 20 ms per turn: the last waits, and its wait counts.
    const firsts = byContext(phase.rows).map(([first]) => first);
    const waitsNs = firsts.map((row) => (row?.sentNs ?? 0) - (row?.scheduledNs ?? 0));
    expect(Math.max(...waitsNs)).toBeGreaterThan(5e6);
  });

  it('end with a failed turn', async () => {
    const { target, phase } = await loaded({ behaviour: () => 'fail' });
    await run(phase, { ...SESSIONS, requests: turnsIn(6) });
    expect(phase.rows).toHaveLength(6);
    expect(target.contexts.size).toBe(0);
  });

  it('come at a share of the requests of an earlier stage, divided by their turns', async () => {
    const { phase } = await loaded();
    await runStages(
      phase,
      [
        { kind: 'closed', duration: 60, minRequests: 1 },
        { ...SESSIONS, turns: 4, rate: { share: 0.5 }, requests: 8 },
      ],
      { prompts: { inputTokens: 6 } },
    );
    const throughput = measured(phase, 'closed').of('requestThroughput');
    const { load } = stageOf(phase, 'sessions');
    expect(load).toMatchObject({ share: 0.5, of: 'closed', ratePerSecond: throughput / 8 });
  });
});
