import { describe, expect, it } from 'vitest';
import { crossModelMetrics } from '../../src/metric/contract/cross-model-metrics.ts';
import { PHASES } from '../../src/phase/registry.ts';
import { CrossModelMetricsSchema } from '../../src/spec/contract/cross-model-metrics.ts';
import { ScriptedTarget } from '../target/scripted-target.ts';
import { RecordedPhase } from './recorded-phase.ts';
import { BRIEF, contractMetrics, runBriefPhase } from './run-brief-phase.ts';

/** The beginning of every phase. */
const BEGINNING = [
  'window-began window-ended',
  'model-loading model-loaded model-load warm-up warm-up template-measured',
  'context-load context-load',
];

/** A stage, with reads of the server right before and after. */
const STAGE = (purpose: string): string => `edge stage-began ${purpose} stage-ended edge`;

const SWITCH = 'switch-began model-unloaded model-loading model-loaded model-switch switch-ended';

/** Names from lines of names. */
function listed(...lines: readonly string[]): string[] {
  return lines.flatMap((line) => line.split(' '));
}

/** The recorded order, with events that repeat arbitrarily often reduced to one. */
function withoutRepeats(order: readonly string[]): string[] {
  const repeated = new Set(['sequential', 'load']);
  return order.filter((what, index) => !repeated.has(what) || order[index - 1] !== what);
}

describe('the baseline phase', () => {
  it('records its steps in the order in which they happen', async () => {
    const { phase } = await runBriefPhase('baseline');
    expect(withoutRepeats(phase.order)).toEqual(
      listed(
        ...BEGINNING,
        'context-opened warm-up context-opened warm-up',
        'context-transition context-transition context-transition',
        'context-closed context-closed over-long',
        STAGE('sequential'),
        'continuation continuation continuation-compared',
        SWITCH,
        SWITCH,
        'continuation continuation-compared',
        'model-unloaded window-began window-ended',
      ),
    );
    expect(phase.eventsOf('window-began').map((event) => event.window)).toEqual([
      'idle',
      'cooldown',
    ]);
  });

  it('sends sequential requests for its duration, and at least their minimum number', async () => {
    const { phase } = await runBriefPhase('baseline', { firstTokenMs: 30 });
    // 40 ms have passed after the second request.
    expect(phase.rowsOf('sequential')).toHaveLength(4);
    const quick = new RecordedPhase(new ScriptedTarget({ firstTokenMs: 0, tokenMs: 0 }));
    const options = PHASES.baseline.options.parse({ ...BRIEF, duration: 200 });
    await PHASES.baseline.run(quick.context, { ...options, minRequests: 2 });
    expect(quick.rowsOf('sequential').length).toBeGreaterThan(2);
    const [window] = quick.streams().stages[0]?.windows ?? [];
    // Timers may fire slightly early.
    expect((window?.endedNs ?? 0) - (window?.beganNs ?? 0)).toBeGreaterThanOrEqual(199e6);
  });

  it('never has two requests in flight', async () => {
    expect((await runBriefPhase('baseline')).target.mostAtOnce).toBe(1);
  });

  it('measures the scripted times to the nanosecond', async () => {
    const { phase } = await runBriefPhase('baseline', { firstTokenMs: 3, tokenMs: 0.25 });
    const { contextStats, modelMetrics } = contractMetrics(phase);
    expect(contextStats.loadTime).toBeCloseTo(3, 6);
    expect(contextStats.transitionTime).toBeCloseTo(3, 6);
    // Four tokens have three intervals.
    expect(modelMetrics.inferenceTime).toBeCloseTo(3.75, 6);
    // 96 words were offered to a context of 64 tokens.
    expect(contextStats.compressionRatio).toBeCloseTo(1 / 3, 12);
  });
});

describe('the cross-model phase', () => {
  it('records its steps in the order in which they happen', async () => {
    const { phase } = await runBriefPhase('cross-model');
    const used = STAGE('sequential');
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

  it('measures its requests as one stage in parts, a window after each switch', async () => {
    const { phase } = await runBriefPhase('cross-model');
    const [stage, ...others] = phase.streams().stages;
    expect(others).toEqual([]);
    expect(stage).toMatchObject({ name: 'sequential', isWhole: true });
    expect(stage?.windows).toHaveLength(4);
    for (const { beganNs, endedNs } of stage?.windows ?? []) {
      expect(endedNs).toBeGreaterThan(beganNs);
    }
  });

  it('sends the requests after a switch to the new model', async () => {
    const { phase } = await runBriefPhase('cross-model');
    expect(phase.rowsOf('sequential').map((row) => row.model)).toEqual(
      listed('large large small small', 'large large small small'),
    );
  });

  it('switches for its duration, and at least its minimum number of times', async () => {
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

  it('fills every field of the cross-model metrics', async () => {
    const { phase } = await runBriefPhase('cross-model', { loadMs: 7, firstTokenMs: 3 });
    const metrics = crossModelMetrics(phase.streams());
    const { switchingLatency, contextPreservation } = metrics ?? {};
    expect(JSON.stringify(CrossModelMetricsSchema.encode(metrics ?? phaseless()))).not.toMatch(
      /null/,
    );
    // Load and first token are included; the rest depends on the machine.
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
  it('records its steps in the order in which they happen', async () => {
    const { phase } = await runBriefPhase('load');
    const begun = phase.order.indexOf('over-long') + 1;
    expect(withoutRepeats(phase.order.slice(begun))).toEqual(
      listed(
        STAGE('load'),
        STAGE('load'),
        'continuation continuation continuation-compared',
        SWITCH,
        SWITCH,
        'continuation continuation-compared',
        'model-unloaded window-began window-ended',
      ),
    );
    expect(phase.streams().stages.map(({ name, isWhole }) => [name, isWhole])).toEqual([
      ['closed', true],
      ['open', true],
    ]);
  });
});
