import { createMockServer } from '@loadcell/native';
import { describe, expect, it, vi } from 'vitest';
import type { StageDecision } from '../../../../src/phase/stage/until-decided/stage-decision.ts';
import type { Target } from '../../../../src/target/target.ts';
import { PATIENCE_MS } from '../../../patience.ts';
import { targetFor } from '../../../target/server/target-for.ts';
import { useCleanup } from '../../../target/transport/transport-run.ts';
import { RecordedPhase } from '../../recorded-phase.ts';
import { loaded, runStages, stageOf, type StageInput } from '../run-on.ts';
import { TimedTarget, type Service } from '../timed-target.ts';
import { arrivedRows, HeldTarget, KeptLooks, stampsOf } from './looking.ts';

const CLOSED = { kind: 'closed', concurrency: 4, until: 'decided' } as const;
const OPEN = { kind: 'open', rate: 200, until: 'decided' } as const;
const STAGES = [['closed', CLOSED] as const, ['open', OPEN] as const];

const WHERE = ['a server', 'an engine'] as const;

const onCleanup = useCleanup();

/** A phase on a server with uneven latencies, so that requests end in a different order than they began. */
async function onServer(
  decision: StageDecision,
  server = createMockServer({
    timeToFirstTokenMs: 2,
    interTokenLatencyMs: 1,
    outputTokens: 2,
    jitterMs: 30,
  }),
): Promise<RecordedPhase> {
  onCleanup(() => Promise.resolve(server.stop()));
  const target: Target = targetFor(server.url);
  onCleanup(() => target.stop());
  await target.start();
  return new RecordedPhase(target, 'unload-first', { decision });
}

/** The same on an engine, with the service time by number of request, from 1. */
function onEngine(decision: StageDecision, serve: (number: number) => Service) {
  return new RecordedPhase(new TimedTarget(serve), 'unload-first', { decision });
}

/** A phase on either target, with the name of its model. */
async function phaseOn(
  where: (typeof WHERE)[number],
  decision: StageDecision,
  serve: (number: number) => Service = () => ({ ms: 5 }),
): Promise<{ readonly phase: RecordedPhase; readonly model: string }> {
  return where === 'a server'
    ? { phase: await onServer(decision), model: 'mock' }
    : { phase: onEngine(decision, serve), model: 'small' };
}

function endOf(phase: RecordedPhase) {
  const [ended] = phase.eventsOf('stage-ended');
  if (ended === undefined) throw new Error('The stage has no end.');
  return ended;
}

describe.each(STAGES)('a %s stage until decided', (kind, stage) => {
  const run = (phase: RecordedPhase, given: Partial<StageInput> = {}, model = 'small') => {
    const input: StageInput = Object.assign({ ...stage }, given);
    return runStages(phase, [input], { model });
  };

  it.each(WHERE)(
    'looks at doubling counts of first arrivals and stops sending once it is decided, on %s',
    async (where) => {
      const decision = new KeptLooks(4, 3);
      const { phase, model } = await phaseOn(where, decision, (number) => ({
        ms: 2 + (number % 5) * 6,
      }));
      await run(phase, { warmup: 3 }, model);
      expect(decision.looks.map(({ rows, look }) => [look, rows.length])).toEqual([
        [1, 4],
        [2, 8],
        [3, 16],
      ]);
      const arrived = arrivedRows(phase, kind, kind);
      for (const { rows, stage: name } of decision.looks) {
        expect(name).toBe(kind);
        expect(stampsOf(rows)).toEqual(stampsOf(arrived.slice(0, rows.length)));
      }
      const { decided, windowEndedNs } = endOf(phase);
      expect(decided).toEqual({ endedBy: 'decided', looks: 3, requests: 16 });
      // The window ends when sending stops; requests then in flight still end.
      const lastEndNs = Math.max(...arrived.slice(0, 16).map(({ endNs }) => endNs));
      expect(windowEndedNs).toBeGreaterThanOrEqual(lastEndNs);
      expect(arrived.every(({ sentNs }) => sentNs <= windowEndedNs)).toBe(true);
      expect(phase.rows.every(({ outcome }) => outcome === 'ok')).toBe(true);
      expect(phase.rowsOf('warm-up')).toHaveLength(3);
      expect(stageOf(phase, kind)).toMatchObject({ isWhole: true, decided: { looks: 3 } });
    },
  );

  it('looks only once the first arrivals have ended, whatever the number of later ones', async () => {
    const decision = new KeptLooks(4, 1);
    const target = new HeldTarget(() => phase.rows.length >= 12);
    const phase = new RecordedPhase(target, 'unload-first', { decision });
    await run(phase);
    const [look] = decision.looks;
    expect(look?.rows[0]?.sentNs).toBe(target.heldSentNs);
    expect(endOf(phase).decided).toEqual({ endedBy: 'decided', looks: 1, requests: 4 });
  });

  it('may be decided by its first request', async () => {
    const decision = new KeptLooks(1, 1);
    const { target } = await loaded();
    const phase = new RecordedPhase(target, 'unload-first', { decision });
    await run(phase);
    expect(endOf(phase).decided).toEqual({ endedBy: 'decided', looks: 1, requests: 1 });
  });

  it.each(WHERE)('ends undecided after its maximum duration, on %s', async (where) => {
    const decision = new KeptLooks(4);
    const { phase, model } = await phaseOn(where, decision);
    await run(phase, { maxDuration: 250 }, model);
    const { decided, windowEndedNs } = endOf(phase);
    expect(decided).toMatchObject({ endedBy: 'max-duration', looks: decision.looks.length });
    expect(decided?.requests).toBe(decision.looks.at(-1)?.rows.length);
    expect(decision.looks.length).toBeGreaterThan(0);
    const [began] = phase.eventsOf('stage-began');
    expect((windowEndedNs - (began?.atNs ?? Infinity)) / 1e6).toBeGreaterThanOrEqual(250);
    expect(phase.rows.every(({ scheduledNs }) => scheduledNs <= windowEndedNs)).toBe(true);
    expect(stageOf(phase, kind).isWhole).toBe(true);
  });

  it('is decided by requests that end after its maximum duration', async () => {
    const decision = new KeptLooks(1, 1);
    const phase = onEngine(decision, () => ({ ms: 150 }));
    await run(phase, { maxDuration: 60 });
    const { decided, windowEndedNs } = endOf(phase);
    expect(decided).toEqual({ endedBy: 'decided', looks: 1, requests: 1 });
    expect(phase.rows.every(({ endNs }) => endNs > windowEndedNs)).toBe(true);
  });

  it('records its load before it sends', async () => {
    const decision = new KeptLooks(2, 1);
    const { target } = await loaded();
    const phase = new RecordedPhase(target, 'unload-first', { decision });
    await run(phase);
    const [began] = phase.eventsOf('stage-began');
    expect(began?.load).toMatchObject({
      kind,
      until: 'decided',
      maxDurationMs: 600_000,
      firstLook: 2,
    });
    expect(began?.load).not.toHaveProperty('durationMs');
  });

  it('includes failed requests in looks', async () => {
    const decision = new KeptLooks(4, 1);
    const phase = onEngine(decision, () => ({ ms: 2, fails: true }));
    await run(phase);
    const outcomes = decision.looks.flatMap(({ rows }) => rows.map(({ outcome }) => outcome));
    expect(outcomes).toEqual(['error', 'error', 'error', 'error']);
  });

  it.each(WHERE)(
    'fails with the error of its decision and leaves nothing behind, on %s',
    async (where) => {
      const decision = {
        firstLook: 2,
        isDecided: () => {
          throw new TypeError('It has no metric.');
        },
        summarize: () => [],
      };
      const { phase, model } = await phaseOn(where, decision);
      const running = run(phase, {}, model);
      await expect(running).rejects.toThrow('It has no metric.');
      expect(endOf(phase)).not.toHaveProperty('decided');
    },
  );

  it.each(WHERE)('is cut off by an interruption like any other stage, on %s', async (where) => {
    const decision = new KeptLooks(1000);
    const { phase, model } = await phaseOn(where, decision);
    const running = run(phase, {}, model);
    const ended = Promise.allSettled([running]);
    await vi.waitUntil(() => phase.rows.length > 5, PATIENCE_MS);
    phase.controller.abort(new Error('interrupted'));
    await ended;
    await expect(running).rejects.toThrow('interrupted');
    expect(phase.eventsOf('stage-ended')).toEqual([]);
    expect(stageOf(phase, kind).isWhole).toBe(false);
  });

  it('runs for its maximum duration when the server is lost, and is complete', async () => {
    const server = createMockServer({
      timeToFirstTokenMs: 2,
      interTokenLatencyMs: 1,
      outputTokens: 2,
    });
    const phase = await onServer(new KeptLooks(100_000), server);
    const running = run(phase, { maxDuration: 1500 }, 'mock');
    await vi.waitUntil(() => phase.rows.length > 5, PATIENCE_MS);
    server.stop();
    await running;
    expect(endOf(phase).decided).toEqual({ endedBy: 'max-duration', looks: 0, requests: 0 });
    expect(phase.rows.at(-1)?.outcome).toBe('error');
    expect(stageOf(phase, kind).isWhole).toBe(true);
    expect(() => phase.context.watch.refuseLostServer('stage next')).toThrow('the server was gone');
  });

  it('cannot run without a decision', async () => {
    const { phase } = await loaded();
    await expect(run(phase)).rejects.toThrow(`stage "${kind}" has no decision`);
  });
});

describe('an open stage that is decided', () => {
  it.each(WHERE)(
    'has no scheduled arrival that was not sent before the decision, on %s',
    async (where) => {
      const decision = new KeptLooks(8, 1);
      const { phase, model } = await phaseOn(where, decision);
      // Requests are handed over two seconds ahead, which is 400 at this rate.
      await runStages(phase, [OPEN], { model });
      expect(phase.rows.every(({ outcome }) => outcome === 'ok')).toBe(true);
      const { windowEndedNs } = endOf(phase);
      expect(phase.rows.every(({ scheduledNs }) => scheduledNs <= windowEndedNs)).toBe(true);
    },
  );
});

describe('stages until decided', () => {
  it('are decided one by one, and a rate is a share of that of the closed stage', async () => {
    const decision = new KeptLooks(4, 2);
    const phase = onEngine(decision, () => ({ ms: 5 }));
    const ended = await runStages(phase, [CLOSED, { kind: 'open', until: 'decided' }]);
    expect(decision.looks.map(({ stage, rows }) => [stage, rows.length])).toEqual([
      ['closed', 4],
      ['closed', 8],
      ['open', 4],
      ['open', 8],
    ]);
    const [, open] = phase.eventsOf('stage-began');
    expect(open?.load).toMatchObject({
      kind: 'open',
      share: 0.5,
      ratePerSecond: (ended.get('closed')?.requestsPerSecond ?? 0) / 2,
    });
  });
});
