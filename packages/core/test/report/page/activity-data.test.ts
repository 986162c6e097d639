import { describe, expect, test } from 'vitest';
import { activityData } from '../../../src/report/page/activity-data.ts';
import { contextData } from '../../../src/report/page/context-data.ts';
import { switchData } from '../../../src/report/page/switch-data.ts';
import { builtBaseline, builtCrossModel } from '../../stream/built/built-phases.ts';
import { PhaseBuilder, runOf } from '../../stream/built/phase-builder.ts';

describe('activityData', () => {
  test('has a span for each phase, stage, idle window, model in memory and switch', () => {
    const { spans } = activityData(runOf([builtBaseline().build(5900)]));
    expect(spans.filter(({ lane }) => lane === 'phase')).toEqual([
      { lane: 'phase', label: 'baseline', fromMs: 0, toMs: 5900 },
    ]);
    expect(spans.filter(({ lane }) => lane === 'window').map(({ label }) => label)).toEqual([
      'idle',
      'cooldown',
    ]);
    expect(spans.filter(({ lane }) => lane === 'stage')).toEqual([
      { lane: 'stage', part: 'measured', label: 'sequential', fromMs: 800, toMs: 4800 },
    ]);
    expect(spans.filter(({ lane }) => lane === 'model')).toEqual([
      { lane: 'model', label: 'small', fromMs: 500, toMs: 5400 },
    ]);
    expect(spans.filter(({ lane }) => lane === 'switch').map(({ label }) => label)).toEqual([
      'small → large',
      'large → small',
    ]);
  });

  test('extends what never ended to the end of its phase', () => {
    const phase = new PhaseBuilder('load')
      .event(5, (place) => ({ kind: 'model-loading', ...place, model: 'm' }))
      .event(6, (place) => ({ kind: 'switch-began', ...place, from: 'm', to: 'n' }));
    const { spans } = activityData(runOf([phase.build(20, { ended: false })]));
    expect(spans.filter(({ lane }) => lane !== 'phase')).toEqual([
      { lane: 'model', label: 'm', fromMs: 5, toMs: 20 },
      { lane: 'switch', label: 'm → n', fromMs: 6, toMs: 20 },
    ]);
  });

  test('keeps a bounded number of events and counts the rest', () => {
    const phase = new PhaseBuilder('load');
    for (let index = 0; index < 4100; index += 1) {
      phase.event(index, (place) => ({ kind: 'mark', ...place, name: 'x' }));
    }
    const { events, omitted } = activityData(runOf([phase.build(5000)]));
    expect([events.length, omitted]).toEqual([4000, 100]);
  });
});

describe('switchData', () => {
  test('averages each direction separately, by the request of each switch', () => {
    const cells = switchData(runOf([builtCrossModel().build(3700)]));
    expect(cells).toEqual([
      expect.objectContaining({ from: 'small', to: 'large', count: 2, averageMs: 110, minMs: 100 }),
      expect.objectContaining({ from: 'large', to: 'small', count: 2, averageMs: 120, maxMs: 130 }),
    ]);
  });

  test('finds the request of each of two switches without a pause between them', () => {
    const phase = new PhaseBuilder('cross-model')
      .modelSwitch('a', 'b', 0, 10)
      .modelSwitch('b', 'a', 10, 30);
    const cells = switchData(runOf([phase.build(40)]));
    expect(cells.map(({ averageMs }) => averageMs)).toEqual([10, 20]);
  });

  test('omits a failed switch', () => {
    const phase = new PhaseBuilder('cross-model')
      .event(0, (place) => ({ kind: 'switch-began', ...place, from: 'a', to: 'b' }))
      .request({ purpose: 'model-switch', sentMs: 0, endMs: 5 })
      .event(5, (place) => ({ kind: 'switch-ended', ...place, from: 'a', to: 'b' }))
      .modelSwitch('b', 'a', 10, 30);
    expect(switchData(runOf([phase.build(40)]))).toEqual([
      { phase: 'cross-model', from: 'b', to: 'a', count: 1, averageMs: 20, minMs: 20, maxMs: 20 },
    ]);
  });
});

describe('contextData', () => {
  test('has one curve per kind, ascending in tokens that the engine kept', () => {
    const curves = contextData(runOf([builtBaseline().build(5900)]));
    expect(curves.map(({ label, recordedCount }) => [label, recordedCount])).toEqual([
      ['Fresh context', 3],
      ['Context transition', 3],
      ['Over-long context', 1],
    ]);
    expect(curves[2]).toMatchObject({ tokens: [512], timesMs: [35] });
  });
});
