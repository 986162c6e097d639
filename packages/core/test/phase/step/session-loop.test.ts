import { createMockServer } from '@loadcell/native';
import { describe, expect, it } from 'vitest';
import { runSessionLoop } from '../../../src/phase/step/session-loop.ts';
import { createRandom } from '../../../src/workload/random.ts';
import { makeSchedule } from '../../../src/workload/schedule.ts';
import { makeSession, type Session } from '../../../src/workload/sessions.ts';
import type { RequestRow } from '../../../src/stream/request-row.ts';
import { targetFor } from '../../target/http/target-for.ts';
import { ScriptedTarget } from '../../target/scripted-target.ts';
import { useCleanup } from '../../target/transport/transport-run.ts';
import { learnTextMaker } from '../../../src/workload/text/learn-text-maker.ts';
import { byWords } from '../../workload/tokenizers.ts';
import { RecordedPhase } from '../recorded-phase.ts';

const onCleanup = useCleanup();

const SCHEDULE = makeSchedule(
  { shape: 'constant', ratePerSecond: 100, durationMs: 60 },
  createRandom(1, 'sessions'),
);

async function conversations(): Promise<Session[]> {
  const spec = { turns: { min: 1, max: 3 }, inputTokens: 6, outputTokens: 2, thinkMeanMs: 5 };
  const texts = await learnTextMaker(byWords, { seed: 1, nonce: 'test' });
  return Array.from(SCHEDULE.offsetsNs, (_, arrival) => makeSession(spec, 1, arrival, texts));
}

/** Those conversations, made as they begin. */
function maker(sessions: readonly Session[]): (arrival: number) => Session {
  return (arrival) => sessions[arrival] ?? { label: 'none', turns: [] };
}

/** Rows by conversation, each in order of time. */
function byContext(rows: readonly RequestRow[]): RequestRow[][] {
  const contexts = [...new Set(rows.map(({ context }) => context))];
  return contexts.map((context) =>
    rows
      .filter((row) => row.context === context)
      .toSorted((one, other) => one.intendedNs - other.intendedNs),
  );
}

/** Holds that every later turn was due after its user had the answer before. */
function expectTurns(phase: RecordedPhase, sessions: readonly Session[]): void {
  const talks = byContext(phase.rowsOf('open-loop'));
  const ascending = (one: number, other: number): number => one - other;
  expect(talks.map((rows) => rows.length).toSorted(ascending)).toEqual(
    sessions.map(({ turns }) => turns.length).toSorted(ascending),
  );
  for (const rows of talks) {
    for (const [index, row] of rows.entries()) {
      expect(row.outcome).toBe('ok');
      expect(row.intendedNs).toBeGreaterThan(rows[index - 1]?.endNs ?? 0);
      expect(row.sentNs).toBeGreaterThanOrEqual(row.intendedNs);
    }
  }
}

describe('conversations', () => {
  it('on a server go from their first turns, by the schedule, to their last', async () => {
    const server = createMockServer({ timeToFirstTokenMs: 2, gapMs: 1, tokens: 2 });
    onCleanup(() => Promise.resolve(server.stop()));
    const target = targetFor(server.url);
    onCleanup(() => target.stop());
    await target.start();
    const phase = new RecordedPhase(target);
    const sessions = await conversations();
    const origin = 'tokenizer';
    await runSessionLoop(phase.context, 'mock', {
      schedule: SCHEDULE,
      origin,
      makeSession: maker(sessions),
    });
    expectTurns(phase, sessions);
    expect(new Set(phase.rows.map(({ context }) => context))).toEqual(
      new Set(sessions.map(({ label }) => label)),
    );
  });

  it('in an engine of ours hold a context each, no more than there may be, and wait for one', async () => {
    const target = new ScriptedTarget({ firstTokenMs: 20 });
    await target.load('small');
    const phase = new RecordedPhase(target, 'unload-first', { contextsAtOnce: 2 });
    const sessions = await conversations();
    const origin = 'tokenizer';
    await runSessionLoop(phase.context, 'small', {
      schedule: SCHEDULE,
      origin,
      makeSession: maker(sessions),
    });
    expectTurns(phase, sessions);
    let open = 0;
    for (const call of target.calls) {
      if (call.startsWith('open')) open += 1;
      if (call.startsWith('close')) open -= 1;
      expect(open).toBeLessThanOrEqual(2);
    }
    expect(target.contexts.size).toBe(0);
    // Six came within 60 ms and two were served at once for 20 ms a turn: the last waited, and its wait counts.
    const firsts = byContext(phase.rows).map(([first]) => first);
    const waitsNs = firsts.map((row) => (row?.sentNs ?? 0) - (row?.intendedNs ?? 0));
    expect(Math.max(...waitsNs)).toBeGreaterThan(5e6);
  });

  it('end with a turn that fails', async () => {
    const target = new ScriptedTarget({ behaviour: () => 'fail' });
    await target.load('small');
    const phase = new RecordedPhase(target);
    const sessions = await conversations();
    const origin = 'tokenizer';
    await runSessionLoop(phase.context, 'small', {
      schedule: SCHEDULE,
      origin,
      makeSession: maker(sessions),
    });
    expect(phase.rows).toHaveLength(sessions.length);
    expect(target.contexts.size).toBe(0);
  });
});
