import { describe, expect, it } from 'vitest';
import type { PhaseContext } from '../../src/phase/phase.ts';
import { PHASES } from '../../src/phase/registry.ts';
import { ScriptedTarget } from '../target/scripted-target.ts';
import { RecordedPhase } from './recorded-phase.ts';
import { BRIEF } from './run-brief-phase.ts';

type Options = Parameters<typeof PHASES.load.options.parse>[0];

async function run(options: Options, given: Partial<PhaseContext> = {}) {
  const target = new ScriptedTarget({ firstTokenMs: 1, tokenMs: 0, contextTokens: 4096 });
  const phase = new RecordedPhase(target, 'unload-first', given);
  const brief = { ...BRIEF, minRequests: 4, concurrency: 2, schedule: { rate: 100 } };
  const parsed = PHASES.load.options.parse(Object.assign(brief, options));
  await PHASES.load.run(phase.context, parsed);
  const schedules = phase.eventsOf('schedule-made');
  return { target, phase, schedules };
}

/** Milliseconds of arrivals after the first. */
function arrivalsMs(phase: RecordedPhase): number[] {
  const dueNs = phase.rowsOf('open-loop').map(({ intendedNs }) => intendedNs);
  const firstNs = Math.min(...dueNs);
  return dueNs.map((ns) => Math.round((ns - firstNs) / 1e6)).toSorted((a, b) => a - b);
}

describe('the load phase', () => {
  it.each([
    [{ shape: 'constant', rate: 100 }, 'constant'],
    [{ shape: 'gamma', rate: 100, burstiness: 0.5 }, 'gamma'],
    [{ shape: 'ramp', from: 0, to: 400 }, 'ramp'],
  ])('sends its open loop by %j', async (schedule, shape) => {
    const { phase, schedules } = await run({ schedule, loops: ['open'] });
    expect(schedules).toMatchObject([{ window: 'open-loop', shape, prompts: 'words' }]);
    expect(phase.rowsOf('open-loop')).toHaveLength(schedules[0]?.requests ?? -1);
    expect(phase.rowsOf('closed-loop')).toEqual([]);
  });

  it('replays a trace at its times and lengths, faster where asked', async () => {
    const trace = [
      { atMs: 0, inputTokens: 9, outputTokens: 3 },
      { atMs: 20, inputTokens: 15, outputTokens: 2 },
      { atMs: 60, inputTokens: 12, outputTokens: 5 },
    ];
    const schedule = { shape: 'trace', trace: 'trace.jsonl', speed: 2 };
    const { phase, schedules } = await run({ schedule, loops: ['open'] }, { files: { trace } });
    expect(arrivalsMs(phase)).toEqual([0, 10, 30]);
    const inOrder = phase
      .rowsOf('open-loop')
      .toSorted((one, other) => one.intendedNs - other.intendedNs);
    expect(inOrder.map((row) => [row.inputTokens, row.outputTokens])).toEqual([
      [9, 3],
      [15, 2],
      [12, 5],
    ]);
    expect(schedules).toMatchObject([{ shape: 'trace', requests: 3, prompts: 'tokenizer' }]);
  });

  it('asks what a file of prompts says, turns of a conversation as one text', async () => {
    const prompts = [
      {
        messages: [
          { role: 'system', content: 'Be brief.' },
          { role: 'user', content: 'Why?' },
        ],
        inputTokens: Number.NaN,
        outputTokens: 3,
      },
    ] as const;
    const { target, phase } = await run({ warmUp: 3 }, { files: { prompts } });
    expect(phase.rowsOf('open-loop').map(({ outputTokens }) => outputTokens)).toContain(3);
    expect(target.prompts).toContain('Be brief. Why?');
    const asked = target.prompts.filter((prompt) => prompt === 'Be brief. Why?').length;
    // Warm-up leaves the prompts of the file alone.
    expect(asked).toBe(phase.rowsOf('open-loop').length + phase.rowsOf('closed-loop').length);
  });

  it('makes prompts of exact lengths behind beginnings that they share', async () => {
    const { phase } = await run({
      inputTokens: { min: 10, max: 12 },
      outputTokens: { min: 2, max: 3 },
      sharedPrefix: { tokens: 20 },
    });
    const rows = [...phase.rowsOf('open-loop'), ...phase.rowsOf('closed-loop')];
    for (const row of rows) {
      expect(row.inputTokens).toBeGreaterThanOrEqual(30);
      expect(row.inputTokens).toBeLessThanOrEqual(32);
      expect([2, 3]).toContain(row.outputTokens);
    }
  });

  it('warms up with requests of their own, before the clock and at the concurrency', async () => {
    const { target, phase } = await run({ warmUp: 10 });
    // Those that every phase makes after its load and on its contexts.
    const before = (await run({})).phase.rowsOf('warm-up').length;
    expect(phase.rowsOf('warm-up').length - before).toBeGreaterThanOrEqual(10);
    const window = phase.eventsOf('window-began').find((event) => event.window === 'closed-loop');
    const warmedNs = phase.rowsOf('warm-up').map(({ sentNs }) => sentNs);
    expect(Math.max(...warmedNs)).toBeLessThan(window?.atNs ?? 0);
    const again = phase.rowsOf('continuation').length;
    const rounds = phase.eventsOf('continuation-compared').length / 2;
    expect(new Set(target.prompts).size).toBe(target.prompts.length - again + rounds);
  });

  it('takes fewer conversations than requests from what the closed loop got through', async () => {
    const { schedules, phase } = await run({
      duration: 400,
      schedule: { utilization: 0.5 },
      sessions: { turns: 4, thinkTime: 1 },
      promptTokens: 5,
    });
    const closed = schedules.find(({ window }) => window === 'closed-loop')?.requests ?? 0;
    const open = schedules.find(({ window }) => window === 'open-loop')?.ratePerSecond ?? 0;
    // An eighth of so many requests in 200 ms, as the closed loop lasts a moment longer.
    expect(open / (closed / 0.2)).toBeLessThanOrEqual(0.126);
    expect(phase.rowsOf('open-loop').every(({ context }) => context !== '')).toBe(true);
  });

  it('sweeps after its loops, by the arrivals of its schedule', async () => {
    const { schedules, phase } = await run(
      {
        schedule: { shape: 'constant', rate: 100 },
        sweep: { over: 'rate', from: 100, to: 200, minRequests: 5, stepDuration: 30 },
      },
      { objectives: { timeToFirstToken: 5000 } },
    );
    expect(schedules.map(({ window, shape }) => `${window} ${shape}`)).toEqual([
      'closed-loop closed',
      'open-loop constant',
      'sweep constant',
      'sweep constant',
    ]);
    expect(phase.eventsOf('sweep-step').map(({ level }) => level)).toEqual([100, 200]);
    expect(phase.eventsOf('objectives-set')).toHaveLength(1);
  });
});
