import * as z from 'zod';
import { describe, expect, test } from 'vitest';
import { crossModelMetrics } from '../../../src/metric/contract/cross-model-metrics.ts';
import { measurePhase, measureStage } from '../../../src/metric/measure/measure.ts';
import { performanceMetrics } from '../../../src/metric/contract/performance-metrics.ts';
import { streamsOfStages } from '../../../src/metric/measure/stage-streams.ts';
import { CrossModelMetricsSchema } from '../../../src/spec/contract/cross-model-metrics.ts';
import { PerformanceMetricsSchema } from '../../../src/spec/contract/performance-metrics.ts';
import { builtBaseline, builtCrossModel, builtLoad } from '../../stream/built/built-phases.ts';
import { MIB, PhaseBuilder } from '../../stream/built/phase-builder.ts';

describe('performanceMetrics', () => {
  test('has every field of the contract in bytes, milliseconds and ratios', () => {
    const phase = builtBaseline().build(5900);
    const [headline] = streamsOfStages(phase);
    if (headline === undefined) throw new Error('there is no stage');
    const metrics = performanceMetrics(phase, measurePhase(phase), measureStage(headline));
    expect(metrics).toEqual({
      memoryUsage: { baseline: 60 * MIB, peak: 240 * MIB, afterRelease: 62 * MIB },
      contextStats: { loadTime: 16, transitionTime: 5, compressionRatio: 256 / 768 },
      modelMetrics: { inferenceTime: 34, responseLatency: 34, contextSwitchTime: 120 },
    });
    expect(z.encode(PerformanceMetricsSchema, metrics)).toEqual(metrics);
  });

  test('has NaN in memory and null in JSON for all that was not measured', () => {
    const metrics = performanceMetrics(new PhaseBuilder('p').build(10), {});
    const numbers = Object.values(metrics).flatMap((group) => Object.values(group));
    expect(numbers).toHaveLength(9);
    for (const number of numbers) expect(number).toBeNaN();
    expect(JSON.stringify(z.encode(PerformanceMetricsSchema, metrics))).not.toMatch(/[0-9]/u);
  });
});

test('the times of the contract are those of the headline alone, whatever else the phase measured', () => {
  const phase = builtLoad().build(5500);
  const [closed, open] = streamsOfStages(phase).map(measureStage);
  const { modelMetrics } = performanceMetrics(phase, measurePhase(phase), open);
  expect(modelMetrics.responseLatency).toBe(open?.['responseLatency']?.avg);
  expect(modelMetrics.responseLatency).not.toBe(closed?.['responseLatency']?.avg);
  expect(performanceMetrics(phase, measurePhase(phase)).modelMetrics.inferenceTime).toBeNaN();
});

describe('crossModelMetrics', () => {
  test('has every field of the contract for a phase that switches', () => {
    const metrics = crossModelMetrics(builtCrossModel().build(3700));
    expect(metrics).toMatchObject({
      switchingLatency: { averageSwitchTime: 115, maxSwitchTime: 130, minSwitchTime: 100 },
      contextPreservation: { preservationRate: 1, contextSize: 48 },
    });
    expect(metrics?.memoryProfile.peak).toBe(240 * MIB);
    if (metrics !== undefined) z.encode(CrossModelMetricsSchema, metrics);
  });

  test('is absent for a phase without switches', () => {
    expect(crossModelMetrics(new PhaseBuilder('p').build(10))).toBeUndefined();
  });
});
