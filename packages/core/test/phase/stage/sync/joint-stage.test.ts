import { describe, expect, it } from 'vitest';
import type { StageDecision } from '../../../../src/phase/stage/until-decided/stage-decision.ts';
import { TimedTarget, type Service } from '../timed-target.ts';
import { RecordedPhase } from '../../recorded-phase.ts';
import { runStages, stageOf, type StageInput } from '../run-on.ts';
import { JoinedWorkers } from './joined-workers.ts';

interface Given {
  readonly workers?: JoinedWorkers;
  readonly decision?: StageDecision;
  readonly slos?: Readonly<Record<string, number>>;
}

/** Runs stages on several workers, each with a target of its own. */
async function runAll(
  stages: readonly StageInput[],
  targets: readonly ((number: number) => Service)[],
  { workers = new JoinedWorkers(targets.length), ...given }: Given = {},
) {
  const phases = await Promise.all(
    targets.map(async (serve, index) => {
      const target = new TimedTarget(serve);
      await target.load('small');
      const phase = new RecordedPhase(target, 'unload-first', {
        slice: { index, count: targets.length },
        sync: workers.syncOf(index),
        ...given,
      });
      return { phase, totals: await runStages(phase, stages) };
    }),
  );
  return { workers, phases };
}

const FAST = (): Service => ({ ms: 4 });

describe('a stage of several workers', () => {
  it('starts at the agreed instant, in a closed loop and on a schedule', async () => {
    const { workers, phases } = await runAll(
      [
        { kind: 'closed', concurrency: 4, requests: 12 },
        { kind: 'open', rate: 300, requests: 12, arrivals: 'constant' },
      ],
      [FAST, FAST],
    );
    for (const [index, { phase }] of phases.entries()) {
      const closed = phase.rows.filter(({ stage }) => stage === 'closed');
      expect(closed).toHaveLength(6);
      for (const { sentNs } of closed) {
        expect(sentNs).toBeGreaterThanOrEqual(workers.stage('closed').startNs);
      }
      const [first] = phase.rows.filter(({ stage }) => stage === 'open');
      const offsetNs = (index * 1e9) / 300;
      const { startNs } = workers.stage('open');
      expect(first?.scheduledNs).toBeCloseTo(startNs + offsetNs, -3);
    }
  });

  it('takes its rate from the throughput of all workers', async () => {
    const { phases } = await runAll(
      [
        { kind: 'closed', concurrency: 4, requests: 24 },
        { kind: 'open', rate: { share: 0.5 }, requests: 8 },
      ],
      [FAST, () => ({ ms: 12 })],
    );
    const rates = phases.map(({ phase }) => stageOf(phase, 'open').load);
    const [, other] = phases;
    const all = other?.totals.get('closed');
    expect(all?.measured).toBe(24);
    expect(rates).toMatchObject(
      [0, 1].map(() => ({ ratePerSecond: (all?.requestsPerSecond ?? 0) / 2 })),
    );
  });

  it('passes the barriers of a stage in which it has no part', async () => {
    const { phases } = await runAll(
      [{ kind: 'closed', concurrency: 1, requests: 5 }],
      [FAST, FAST, FAST],
    );
    expect(phases.map(({ phase }) => phase.rows.length)).toEqual([5, 0, 0]);
    expect(phases.map(({ totals }) => totals.get('closed')?.measured)).toEqual([5, 5, 5]);
  });

  it('judges a level of a sweep by the requests of all workers', async () => {
    const sweep = {
      kind: 'sweep',
      parameter: 'concurrency',
      from: 2,
      to: 8,
      duration: 60,
      minRequests: 8,
      attainment: 0.9,
    } as const;
    const slow = (): Service => ({ ms: 60 });
    const { phases } = await runAll([sweep], [FAST, slow], { slos: { inferenceTime: 30 } });
    const levels = phases.map(({ phase }) =>
      phase.eventsOf('stage-began').map(({ stage }) => stage),
    );
    // Half of the workers meet the SLO, which is too few at the first level.
    expect(levels).toEqual([['sweep/2'], ['sweep/2']]);
  });

  it('ends for all workers when that of one ends itself', async () => {
    const fails = (number: number): Service => ({ ms: 2, fails: number > 4 });
    const { phases } = await runAll(
      [{ kind: 'closed', concurrency: 4, requests: 100_000 }],
      [FAST, fails],
    );
    const endings = phases.map(({ phase }) => phase.eventsOf('stage-ended')[0]?.endedBy);
    expect(endings[0]).toMatchObject({ kind: 'errors', maxErrorRate: 0.5 });
    expect(endings[1]).toEqual(endings[0]);
    for (const { totals } of phases) expect(totals.get('closed')?.endedBy).toEqual(endings[0]);
  });

  it('ends for all workers when they have decided it together', async () => {
    const decision: StageDecision = {
      firstLook: 8,
      isDecided: () => false,
      summarize: (_stage, rows) => [
        { kind: 'share', bad: 0, count: rows.length, effective: rows.length },
      ],
    };
    const workers = new JoinedWorkers(2, (summaries) => {
      const looks = Math.min(...summaries.map((one) => one.looks.length));
      return summaries.length === 2 && looks >= 2
        ? { kind: 'decided', looks: 2, requests: 16 }
        : undefined;
    });
    const { phases } = await runAll(
      [{ kind: 'closed', concurrency: 4, until: 'decided', maxDuration: '5min' }],
      [FAST, FAST],
      { workers, decision },
    );
    const [first] = workers.stage('closed').summaries.values();
    expect(first?.looks.slice(0, 2)).toMatchObject([
      { look: 1, requests: 4 },
      { look: 2, requests: 8 },
    ]);
    for (const { phase } of phases) {
      expect(phase.eventsOf('stage-ended')).toMatchObject([
        { decided: { endedBy: 'decided', looks: 2, requests: 16 } },
      ]);
      expect(phase.eventsOf('stage-began')).toMatchObject([{ slice: { count: 2 } }]);
    }
  });
});
