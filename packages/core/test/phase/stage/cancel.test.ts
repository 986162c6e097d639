import { describe, expect, it } from 'vitest';
import { createCutDraw } from '../../../src/phase/stage/cancel/cut-draw.ts';
import { StageSchema } from '../../../src/phase/stage/options/stage-options.ts';
import { RecordedPhase } from '../recorded-phase.ts';
import { loaded, measured, runStages, stageOf, type StageInput } from './run-on.ts';
import { TimedTarget } from './timed-target.ts';

const CANCEL = { share: 0.25, after: '30ms' } as const;

/** Runs one stage on a target with a fixed service time. */
async function run(stage: StageInput, serviceMs = 60): Promise<RecordedPhase> {
  const target = new TimedTarget(() => ({ ms: serviceMs }));
  await target.load('small');
  const phase = new RecordedPhase(target, 'unload-first');
  await runStages(phase, [stage]);
  return phase;
}

const outcomes = (phase: RecordedPhase): string[] => phase.rows.map(({ outcome }) => outcome);

describe('the draw of requests to cancel', () => {
  it('takes a share of the requests, the same for the same seed and stage', () => {
    const drawn = (seed: number, stage: string): (number | undefined)[] => {
      const draw = createCutDraw(seed, stage, { share: 0.1, afterMs: 500 });
      return Array.from({ length: 10_000 }, draw);
    };
    const closed = drawn(1, 'closed');
    const count = closed.filter((afterMs) => afterMs === 500).length;
    // Four standard deviations of 30.
    expect(Math.abs(count - 1000)).toBeLessThan(120);
    expect(new Set(closed)).toEqual(new Set([500, undefined]));
    expect(drawn(1, 'closed')).toEqual(closed);
    expect(drawn(2, 'closed')).not.toEqual(closed);
    expect(drawn(1, 'open')).not.toEqual(closed);
  });
});

describe('a stage that cancels requests on purpose', () => {
  const closed = { kind: 'closed', concurrency: 2, requests: 24, warmup: 4 } as const;

  it('cancels the drawn measured requests and no warm-up', async () => {
    const phase = await run({ ...closed, cancel: CANCEL });
    const draw = createCutDraw(phase.context.seed, 'closed', { share: 0.25, afterMs: 30 });
    const drawn = Array.from({ length: 24 }, draw).filter((ms) => ms !== undefined).length;
    expect(drawn).toBeGreaterThan(0);
    const cut = phase.rows.filter(({ outcome }) => outcome === 'abandoned');
    expect(cut).toHaveLength(drawn);
    expect(phase.rowsOf('warm-up').every(({ outcome }) => outcome === 'ok')).toBe(true);
    for (const row of cut) {
      expect(row).toMatchObject({ purpose: 'load', errorKind: '', errorMessage: '' });
      expect(row.endNs - row.sentNs).toBe(30e6);
    }
  });

  it('records its setting, is complete, and counts the other requests as attempted', async () => {
    const phase = await run({ ...closed, cancel: CANCEL });
    expect(phase.eventsOf('stage-began')).toMatchObject([
      { stage: 'closed', cancel: { share: 0.25, afterMs: 30 } },
    ]);
    expect(stageOf(phase, 'closed')).toMatchObject({
      cancel: { share: 0.25, afterMs: 30 },
      isWhole: true,
    });
    const { of, streams } = measured(phase, 'closed');
    const cut = streams.requests.filter(({ outcome }) => outcome === 'abandoned').length;
    expect(of('abandonedRequests')).toBe(cut);
    expect(of('errorRate')).toBe(0);
  });

  it('does not cancel a request that ends earlier', async () => {
    const phase = await run({ ...closed, cancel: { share: 1, after: '10s' } }, 1);
    expect(new Set(outcomes(phase))).toEqual(new Set(['ok']));
  });

  it('ends by count and by time even when every request is canceled', async () => {
    const cancel = { share: 1, after: '5ms' } as const;
    const counted = await run({ kind: 'closed', concurrency: 2, requests: 6, cancel });
    expect(outcomes(counted)).toEqual(Array.from({ length: 6 }, () => 'abandoned'));
    const timed = await run({ kind: 'closed', duration: 20, minRequests: 8, cancel });
    expect(timed.rows.length).toBeGreaterThanOrEqual(8);
    expect(stageOf(timed, 'closed').isWhole).toBe(true);
  });

  it('changes no other draw: prompts, lengths and arrivals stay the same', async () => {
    const open = { kind: 'open', rate: 400, requests: 12, arrivals: { gamma: 0.5 } } as const;
    const plain = await run(open, 1);
    const cutting = await run({ ...open, cancel: CANCEL }, 1);
    const gaps = ({ rows }: RecordedPhase): number[] => {
      const due = rows.map(({ scheduledNs }) => scheduledNs).toSorted((a, b) => a - b);
      return due.map((ns) => Math.round((ns - (due[0] ?? ns)) / 1e3));
    };
    expect(gaps(cutting)).toEqual(gaps(plain));
    const lengths = ({ rows }: RecordedPhase): number[] =>
      rows.map(({ maxOutputTokens }) => maxOutputTokens);
    expect(lengths(cutting)).toEqual(lengths(plain));
  });

  it('computes attainment from requests that were not canceled', async () => {
    const target = new TimedTarget((number) => ({ ms: number % 2 === 0 ? 5 : 200 }));
    await target.load('small');
    const phase = new RecordedPhase(target, 'unload-first', {
      slos: { responseLatency: 100 },
    });
    const cancel = { share: 1, after: '50ms' } as const;
    const ended = await runStages(phase, [{ kind: 'closed', concurrency: 1, requests: 6, cancel }]);
    expect(ended.get('closed')).toMatchObject({ good: 3, abandoned: 3, measured: 6 });
  });
});

describe('the cancel option', () => {
  it.each([
    [{ share: 0, after: 500 }, 'above 0'],
    [{ share: 1.1, after: 500 }, 'at most 1'],
    [{ share: -0.1, after: 500 }, 'above 0'],
  ])('is rejected as %j', (cancel) => {
    expect(StageSchema.safeParse({ kind: 'closed', cancel }).success).toBe(false);
  });

  it.each([{ share: 0.1 }, { after: 500 }, { share: 0.1, after: 0 }])(
    'is rejected as %j: it needs both keys, and a time above 0',
    (cancel) => {
      expect(StageSchema.safeParse({ kind: 'open', cancel }).success).toBe(false);
    },
  );

  it.each(['sessions', 'sweep'])('is rejected for a stage of kind %s', (kind) => {
    const sweep = { parameter: 'rate', from: 1, to: 2 };
    const stage = kind === 'sweep' ? { kind, ...sweep } : { kind };
    expect(StageSchema.safeParse(stage).success).toBe(true);
    const cancel = { share: 0.1, after: 500 };
    expect(StageSchema.safeParse({ ...stage, cancel }).success).toBe(false);
  });

  it('draws nothing when it is absent', async () => {
    const { phase } = await loaded();
    await runStages(phase, [{ kind: 'closed', requests: 3 }]);
    expect(phase.eventsOf('stage-began')[0]).not.toHaveProperty('cancel');
  });
});
