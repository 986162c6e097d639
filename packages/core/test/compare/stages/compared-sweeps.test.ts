import { describe, expect, it } from 'vitest';
import {
  compareSides,
  type CompareOptions,
  type ComparedSide,
} from '../../../src/compare/compare-sides.ts';
import type { ComparedStage } from '../../../src/compare/compared-run.ts';
import { judgedBy, metricsOf, sideOf } from './staged-side.ts';

function changeStages(
  side: ComparedSide,
  change: (stage: ComparedStage) => ComparedStage,
): ComparedSide {
  const runs = side.runs.map((run) => ({
    ...run,
    phases: run.phases.map((phase) => ({ ...phase, stages: phase.stages.map(change) })),
  }));
  return { ...side, runs };
}

describe('sweeps', () => {
  /** A side with a sweep; the goodput of a level equals its value. */
  const swept = (seed: number, met: readonly number[], broken: readonly number[]): ComparedSide =>
    changeStages(
      sideOf(seed, Object.fromEntries([...met, ...broken].map((value) => [`sweep/${value}`, 100]))),
      (stage) => {
        const { level, measurements } = stage;
        const latency = measurements['responseLatency'];
        if (level === undefined || latency === undefined) throw new Error('no level');
        return {
          ...stage,
          level: { ...level, isMet: met.includes(level.value) },
          measurements: { ...measurements, goodput: { ...latency, avg: level.value } },
        };
      },
    );
  const compared = (options: CompareOptions = {}, key?: string) => {
    const base = swept(1, [4, 8], [16]);
    return compareSides(
      key === undefined ? base : judgedBy(base, key),
      [swept(2, [4], [8, 16])],
      options,
    );
  };

  it('are compared by the goodput at their highest level met', () => {
    const metrics = metricsOf(compared());
    expect(metrics.map(({ stage, metric }) => [stage, metric])).toEqual([['sweep', 'goodput']]);
    expect(metrics[0]?.base.value).toBe(8);
    expect(metrics[0]?.candidate.value).toBe(4);
  });

  it('compare no latencies of different levels, which leaves a criterion on them unproven', () => {
    const comparison = compared({}, 'stages.sweep.p95ResponseTime');
    const latency = metricsOf(comparison).find(({ metric }) => metric === 'responseLatency');
    expect(latency).toMatchObject({ verdict: 'inconclusive', stage: 'sweep', evidence: 'none' });
    expect(comparison.unproven).toEqual([
      'side-2: nothing could be compared with the base',
      'side-2: stages.sweep.p95ResponseTime in phase load, stage sweep, ' +
        'the highest levels that met the SLOs differ: 8 in the base, 4 in the candidate',
    ]);
  });

  it('compare latencies when the highest levels are equal', () => {
    const base = judgedBy(swept(1, [4, 8], [16]), 'stages.sweep.p95ResponseTime');
    const comparison = compareSides(base, [swept(2, [4, 8], [16])]);
    const latency = metricsOf(comparison).find(({ metric }) => metric === 'responseLatency');
    expect(latency).toMatchObject({ stage: 'sweep', evidence: 'requests' });
    expect(comparison.unproven).toEqual([]);
  });

  it('without a level met leave a criterion unproven', () => {
    const base = judgedBy(swept(1, [4, 8], [16]), 'goodput');
    expect(compareSides(base, [swept(2, [], [4, 8])]).unproven).toEqual([
      'side-2: nothing could be compared with the base',
      'side-2: goodput in phase load, stage sweep, not measured in the candidate: no level of the sweep met the SLOs',
    ]);
  });

  it('compare a level by its value when requested', () => {
    const comparison = compared({ stages: ['sweep/8'] });
    expect(new Set(metricsOf(comparison).map(({ stage }) => stage))).toEqual(new Set(['sweep/8']));
    const latency = metricsOf(comparison).find(({ metric }) => metric === 'responseLatency');
    expect(latency?.evidence).toBe('requests');
  });
});
