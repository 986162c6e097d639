import { describe, expect, it } from 'vitest';
import { crossModelMetrics } from '../../src/metric/cross-model-metrics.ts';
import { performanceMetrics } from '../../src/metric/performance-metrics.ts';
import { windowsOf } from '../../src/metric/windows.ts';
import { PHASES } from '../../src/phase/registry.ts';
import { CrossModelMetricsSchema } from '../../src/spec/cross-model-metrics.ts';
import type { RunEvent } from '../../src/stream/run-event.ts';
import { ScriptedTarget } from '../target/scripted-target.ts';
import { RecordedPhase } from './recorded-phase.ts';
import { BRIEF, runBriefPhase } from './run-brief-phase.ts';

/** What every phase begins with. */
const BEGINNING = [
  'window-began window-ended',
  'model-loading model-loaded model-load warm-up warm-up template-measured',
  'context-load context-load',
];

const SWITCH = 'switch-began model-unloaded model-loading model-loaded model-switch switch-ended';

/** Names from lines of them. */
function listed(...lines: readonly string[]): string[] {
  return lines.flatMap((line) => line.split(' '));
}

/** A list of what was written, with what may come any number of times left out but once. */
function withoutRepeats(order: readonly string[]): string[] {
  const repeated = new Set(['sequential', 'closed-loop', 'open-loop']);
  return order.filter((what, index) => !repeated.has(what) || order[index - 1] !== what);
}

describe('the baseline phase', () => {
  it('writes what happens in the order in which it does it', async () => {
    const { phase } = await runBriefPhase('baseline');
    expect(withoutRepeats(phase.order)).toEqual(
      listed(
        ...BEGINNING,
        'context-opened warm-up context-opened warm-up',
        'context-transition context-transition context-transition',
        'context-closed context-closed over-long',
        'window-began sequential window-ended',
        'continuation continuation continuation-compared',
        SWITCH,
        SWITCH,
        'continuation continuation-compared',
        'model-unloaded window-began window-ended',
      ),
    );
    expect(phase.eventsOf('window-began').map((event) => event.window)).toEqual([
      'idle',
      'sequential',
      'settle',
    ]);
  });

  it('goes on with sequential requests for its duration, and for their number at the least', async () => {
    const { phase } = await runBriefPhase('baseline', { firstTokenMs: 30 });
    // 40 ms are over after the second.
    expect(phase.rowsOf('sequential')).toHaveLength(4);
    const quick = new RecordedPhase(new ScriptedTarget({ firstTokenMs: 0, tokenMs: 0 }));
    const options = PHASES.baseline.options.parse({ ...BRIEF, duration: 200, minRequests: 2 });
    await PHASES.baseline.run(quick.context, options);
    expect(quick.rowsOf('sequential').length).toBeGreaterThan(2);
    const [window] = windowsOf(quick.streams(), ['sequential']);
    expect((window?.endedNs ?? 0) - (window?.beganNs ?? 0)).toBeGreaterThanOrEqual(200e6);
  });

  it('never has two requests under way', async () => {
    expect((await runBriefPhase('baseline')).target.mostAtOnce).toBe(1);
  });

  it('measures the times of the script to the nanosecond', async () => {
    const { phase } = await runBriefPhase('baseline', { firstTokenMs: 3, tokenMs: 0.25 });
    const { contextStats, modelMetrics } = performanceMetrics(phase.streams());
    expect(contextStats.loadTime).toBeCloseTo(3, 6);
    expect(contextStats.transitionTime).toBeCloseTo(3, 6);
    // Four tokens: three times to the next.
    expect(modelMetrics.inferenceTime).toBeCloseTo(3.75, 6);
    // 96 words were offered to 64 tokens of room.
    expect(contextStats.compressionRatio).toBeCloseTo(1 / 3, 12);
  });
});

describe('the cross-model phase', () => {
  it('writes what happens in the order in which it does it', async () => {
    const { phase } = await runBriefPhase('cross-model');
    const used = 'window-began sequential window-ended';
    const round = [
      'continuation continuation continuation-compared',
      SWITCH,
      used,
      SWITCH,
      used,
      'continuation continuation-compared',
    ];
    const begun = phase.order.indexOf('over-long') + 1;
    expect(withoutRepeats(phase.order).slice(begun)).toEqual(
      listed(...round, ...round, 'model-unloaded window-began window-ended'),
    );
    expect(phase.eventsOf('switch-began').map(({ from, to }) => `${from}>${to}`)).toEqual([
      'small>large',
      'large>small',
      'small>large',
      'large>small',
    ]);
  });

  it('sends the requests after a switch to the model that it switched to', async () => {
    const { phase } = await runBriefPhase('cross-model');
    expect(phase.rowsOf('sequential').map((row) => row.model)).toEqual(
      listed('large large small small', 'large large small small'),
    );
  });

  it('goes on switching for its duration, and for their number at the least', async () => {
    const target = new ScriptedTarget();
    const phase = new RecordedPhase(target);
    const options = PHASES['cross-model'].options.parse({
      ...BRIEF,
      duration: 1000,
      minSwitches: 2,
    });
    await PHASES['cross-model'].run(phase.context, options);
    expect(phase.eventsOf('switch-ended').length).toBeGreaterThan(2);
    expect(phase.eventsOf('switch-ended').length % 2).toBe(0);
  });

  it('fills every field of its own metrics', async () => {
    const { phase } = await runBriefPhase('cross-model', { loadMs: 7, firstTokenMs: 3 });
    const metrics = crossModelMetrics(phase.streams());
    const { switchingLatency, contextPreservation } = metrics ?? {};
    expect(JSON.stringify(CrossModelMetricsSchema.encode(metrics ?? phaseless()))).not.toMatch(
      /null/,
    );
    // Load and first token are inside; how long the rest takes is the machine's.
    expect(switchingLatency?.minSwitchTime).toBeGreaterThanOrEqual(10);
    expect(switchingLatency?.averageSwitchTime).toBeGreaterThanOrEqual(
      switchingLatency?.minSwitchTime ?? Infinity,
    );
    expect(switchingLatency?.maxSwitchTime).toBeGreaterThanOrEqual(
      switchingLatency?.averageSwitchTime ?? Infinity,
    );
    expect(contextPreservation).toEqual({ preservationRate: 1, contextSize: 8 });
  });
});

function phaseless(): never {
  throw new Error('the phase switched no model');
}

describe('the load phase', () => {
  it('writes what happens in the order in which it does it', async () => {
    const { phase } = await runBriefPhase('load');
    const begun = phase.order.indexOf('over-long') + 1;
    // The last answers of the open loop may come after its window.
    const order = withoutRepeats(phase.order.slice(begun).filter((what) => what !== 'open-loop'));
    expect(order).toEqual(
      listed(
        'window-began closed-loop window-ended schedule-made',
        'schedule-made window-began window-ended',
        'continuation continuation continuation-compared',
        SWITCH,
        SWITCH,
        'continuation continuation-compared',
        'model-unloaded window-began window-ended',
      ),
    );
    expect(phase.rowsOf('open-loop').length).toBe(
      phase.eventsOf('schedule-made').find(({ window }) => window === 'open-loop')?.requests,
    );
  });

  it('takes the rate of its open loop from what the closed loop got through', async () => {
    const target = new ScriptedTarget({ firstTokenMs: 4, tokenMs: 0 });
    const phase = new RecordedPhase(target);
    const options = { ...BRIEF, duration: 200, concurrency: 2, schedule: { utilization: 0.5 } };
    await PHASES.load.run(phase.context, PHASES.load.options.parse(options));
    const rows = phase.rowsOf('closed-loop');
    const schedules = phase.eventsOf('schedule-made');
    const open = schedules.find((event) => event.window === 'open-loop');
    // Half of the rate over a time that contains every request and ends before the open loop is planned.
    const overNs = ((0.5 * rows.length) / (open?.ratePerSecond ?? Number.NaN)) * 1e9;
    const firstSentNs = Math.min(...rows.map((row) => row.sentNs));
    const lastEndNs = Math.max(...rows.map((row) => row.endNs));
    const isWindow = (event: RunEvent): boolean =>
      event.kind === 'window-began' && event.window === 'closed-loop';
    const earlier = phase.events[phase.events.findIndex(isWindow) - 1];
    expect(overNs).toBeGreaterThanOrEqual(lastEndNs - firstSentNs);
    expect(overNs).toBeLessThanOrEqual((open?.atNs ?? 0) - (earlier?.atNs ?? 0));
  });

  it('fails when the closed loop completed nothing to take a rate from', async () => {
    const target = new ScriptedTarget({
      behaviour: (_, number) => (number === 1 ? 'answer' : 'fail'),
    });
    const phase = new RecordedPhase(target);
    const options = PHASES.load.options.parse({ ...BRIEF, minRequests: 3 });
    await expect(PHASES.load.run(phase.context, options)).rejects.toThrow(
      /The closed loop completed no request.*phases\.load\.schedule\.rate/,
    );
  });
});
