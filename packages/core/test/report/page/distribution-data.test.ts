import { describe, expect, test } from 'vitest';
import { distributionData } from '../../../src/report/page/distribution-data.ts';
import { binEdges, countInBins } from '../../../src/report/page/histogram-bins.ts';
import { measurePhase, measureStage } from '../../../src/metric/measure/measure.ts';
import { metricNamed } from '../../../src/metric/registry.ts';
import { stageStreams } from '../../../src/metric/measure/stage-streams.ts';
import { builtBaseline, builtLoad } from '../../stream/built/built-phases.ts';
import { builtSweep } from '../../stream/built/built-sweep.ts';
import { PhaseBuilder, runOf } from '../../stream/built/phase-builder.ts';

describe('distributionData', () => {
  const load = builtLoad().build(5500);
  const all = distributionData(runOf([builtBaseline().build(5900), load]));

  test('ends each curve at the largest value that the metric measured', () => {
    const ofPhase = measurePhase(load);
    const [, open] = load.stages;
    const ofStage = open === undefined ? {} : measureStage(stageStreams(load, open));
    for (const { metric, phases } of all) {
      const isOfStage = metricNamed(metric).of === 'stage';
      const found = phases.find(({ phase }) => phase === (isOfStage ? 'load, open' : 'load'));
      if (found === undefined) continue;
      const measured = isOfStage ? ofStage : ofPhase;
      expect(found.valuesMs.at(-1), metric).toBeCloseTo(measured[metric]?.max ?? Number.NaN, 3);
      expect(found.valuesMs.at(0), metric).toBeCloseTo(measured[metric]?.min ?? Number.NaN, 3);
    }
  });

  test('has ascending shares and values, and every value in a bin', () => {
    for (const { phases } of all) {
      for (const { shares, valuesMs, binCounts, count, failed } of phases) {
        expect(shares).toEqual(shares.toSorted((a, b) => a - b));
        expect(valuesMs).toEqual(valuesMs.toSorted((a, b) => a - b));
        expect(binCounts.reduce((sum, one) => sum + one, 0)).toBe(count - failed);
      }
    }
  });

  test('has one curve per stage for request metrics, and one per phase for load time', () => {
    const partsOf = (metric: string): string[] =>
      all.find((one) => one.metric === metric)?.phases.map(({ phase }) => phase) ?? [];
    expect(partsOf('responseLatency')).toEqual([
      'baseline, sequential',
      'load, closed',
      'load, open',
    ]);
    expect(partsOf('loadTime')).toEqual(['baseline', 'load']);
  });

  test('has the levels of a sweep on both sides of the SLOs', () => {
    const [latency] = distributionData(runOf([builtSweep().build(5000)])).filter(
      ({ metric }) => metric === 'responseLatency',
    );
    expect(latency?.phases.map(({ phase }) => phase)).toEqual(['load, sweep/80', 'load, sweep/40']);
  });

  test('shares its points among many stages', () => {
    const phase = new PhaseBuilder('load');
    for (let stage = 0; stage < 40; stage += 1) {
      phase.stage(`closed-${stage + 2}`, stage * 1000, stage * 1000 + 900);
      for (let index = 0; index < 300; index += 1) {
        const sentMs = stage * 1000 + index * 3;
        phase.request({ purpose: 'load', sentMs, chunksMs: [sentMs + 1 + index / 7] });
      }
    }
    for (const { phases } of distributionData(runOf([phase.build(40_000)]))) {
      const points = phases.reduce((sum, { shares }) => sum + shares.length, 0);
      expect(points).toBeLessThanOrEqual(2400);
    }
  });

  test('draws one value as one point', () => {
    const phase = new PhaseBuilder('load')
      .stage('sequential', 0, 20)
      .request({ purpose: 'sequential', sentMs: 0, chunksMs: [12] });
    const [one] = distributionData(runOf([phase.build(20)])).filter(
      ({ metric }) => metric === 'responseLatency',
    );
    expect(one?.phases[0]).toMatchObject({
      shares: [0],
      valuesMs: [12],
      binCounts: [1],
      failed: 0,
    });
  });

  test('ends the curve before failed requests', () => {
    const phase = new PhaseBuilder('load').stage('sequential', 0, 300);
    for (let index = 0; index < 10; index += 1) {
      const sentMs = index * 20;
      phase.request({
        purpose: 'sequential',
        sentMs,
        ...(index < 8 ? { chunksMs: [sentMs + 1 + index] } : { endMs: sentMs + 1 }),
      });
    }
    const [one] = distributionData(runOf([phase.build(300)])).filter(
      ({ metric }) => metric === 'responseLatency',
    );
    const found = one?.phases[0];
    expect(found).toMatchObject({ count: 10, failed: 2 });
    expect(found?.shares.at(-1)).toBeLessThan(0.8);
    expect(Math.max(...(found?.valuesMs ?? []))).toBeLessThanOrEqual(8);
  });

  test('is empty when nothing was measured', () => {
    expect(distributionData(runOf([new PhaseBuilder('load').build(10)]))).toEqual([]);
  });
});

describe('bins', () => {
  test('grow by a factor when values span decades, and contain all values', () => {
    const values = Float64Array.of(0.1, 1, 10, 100, 1000);
    const edges = binEdges([values]);
    const ratios = edges.slice(1).map((edge, index) => edge / (edges[index] ?? Number.NaN));
    for (const ratio of ratios) expect(ratio).toBeCloseTo(ratios[0] ?? Number.NaN, 6);
    expect(countInBins(values, edges).reduce((sum, one) => sum + one, 0)).toBe(5);
  });

  test('are empty without values', () => {
    expect(binEdges([new Float64Array(0)])).toEqual([]);
    expect(countInBins(new Float64Array(0), [])).toEqual([]);
  });
});
