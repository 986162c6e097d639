import { describe, expect, it } from 'vitest';
import {
  compareSides,
  type CompareOptions,
  type ComparedSide,
} from '../../../src/compare/compare-sides.ts';
import type { Comparison } from '../../../src/compare/comparison.ts';
import { renderComparisonMarkdown } from '../../../src/compare/render-comparison-markdown.ts';
import { renderComparisonTerminal } from '../../../src/compare/render-comparison-terminal.ts';
import { judgedBy, metricsOf, sideOf } from './staged-side.ts';

/** Copies a measurement of the phase and each of its stages under another name. */
function withMemory(side: ComparedSide): ComparedSide {
  const runs = side.runs.map((run) => ({
    ...run,
    phases: run.phases.map((phase) => {
      const [first] = phase.stages;
      const memoryUsage = first?.measurements['responseLatency'];
      if (memoryUsage === undefined) throw new Error('nothing measured');
      return {
        ...phase,
        measurements: { ...phase.measurements, memoryUsage },
        stages: phase.stages.map((stage) => ({
          ...stage,
          measurements: { ...stage.measurements, memoryUsage },
        })),
      };
    }),
  }));
  return { ...side, runs };
}

function placesOf(comparison: Comparison, metric: string): (string | undefined)[] {
  return metricsOf(comparison)
    .filter((one) => one.metric === metric)
    .map(({ stage }) => stage);
}

const TWO = { closed: 100, open: 100 };

describe('metrics of stages', () => {
  it('are compared in each stage, and a shift is found only where it exists', () => {
    const comparison = compareSides(sideOf(1, TWO), [sideOf(2, { closed: 100, open: 115 })]);
    const latency = metricsOf(comparison).filter(({ metric }) => metric === 'responseLatency');
    expect(latency.map(({ stage, verdict }) => [stage, verdict])).toEqual([
      ['closed', expect.not.stringMatching(/worse|better/)],
      ['open', 'worse'],
    ]);
    for (const text of [
      renderComparisonMarkdown(comparison),
      renderComparisonTerminal(comparison),
    ]) {
      expect(text).toMatch(/load, closed\n[^]*load, open\n/);
    }
  });

  it('of both phase and stages are compared once per phase', () => {
    const comparison = compareSides(withMemory(sideOf(1, TWO)), [withMemory(sideOf(2, TWO))]);
    expect(placesOf(comparison, 'memoryUsage')).toEqual([undefined]);
  });

  it('of both are also compared in a stage that a criterion names', () => {
    const key = 'stages.open.maxMemoryUsage';
    const comparison = compareSides(judgedBy(withMemory(sideOf(1, TWO)), key), [
      withMemory(sideOf(2, TWO)),
    ]);
    expect(placesOf(comparison, 'memoryUsage')).toEqual([undefined, 'open']);
    expect(metricsOf(comparison).map((one) => one.key)).toContain(key);
  });

  it('keep the key of a criterion in the stage that it names', () => {
    const base = judgedBy(sideOf(1, TWO), 'stages.open.responseLatency');
    const latency = metricsOf(compareSides(base, [sideOf(2, TWO)])).filter(
      ({ metric }) => metric === 'responseLatency',
    );
    expect(latency.map(({ stage, key }) => [stage, key])).toEqual([
      ['closed', 'responseLatency'],
      ['open', 'stages.open.responseLatency'],
    ]);
  });

  it('equal the figures of the stage to the bit', () => {
    const base = sideOf(1, TWO);
    const comparison = compareSides(base, [sideOf(2, TWO)], {
      metrics: ['stages.open.p95ResponseTime'],
    });
    const open = base.runs[0]?.phases[0]?.stages.find(({ name }) => name === 'open');
    expect(metricsOf(comparison).map(({ stage, base: { value } }) => [stage, value])).toEqual([
      ['open', open?.measurements['responseLatency']?.p95],
    ]);
  });
});

describe('a stage of only one side', () => {
  const base = judgedBy(sideOf(1, TWO), 'p95ResponseTime');
  const candidate = sideOf(2, { closed: 100 });

  it('is a mismatch', () => {
    expect(() => compareSides(base, [candidate])).toThrow(
      'stages that ran in phase load differ (closed, open vs. closed)',
    );
  });

  it('leaves its criteria unproven', () => {
    const { unproven } = compareSides(base, [candidate], { allowsMismatch: true });
    expect(unproven).toEqual([
      'side-2: p95ResponseTime in phase load, stage open, not measured in the candidate: the stage did not run',
    ]);
  });

  it('that a criterion names and no run had is also unproven', () => {
    const named = judgedBy(candidate, 'stages.burst.p95ResponseTime');
    const planned = {
      ...named,
      runs: named.runs.map((run) => ({
        ...run,
        file: { ...run.file, stages: { load: ['burst'] } },
      })),
    };
    const { unproven } = compareSides(planned, [sideOf(3, { closed: 100 })]);
    expect(unproven).toEqual([
      'side-3: stages.burst.p95ResponseTime in phase load, stage burst, not measured in the base: the stage did not run',
    ]);
  });
});

describe('a comparison of requested stages', () => {
  const [base, candidate] = [withMemory(sideOf(1, TWO)), withMemory(sideOf(2, TWO))];

  it('has only metrics of those stages', () => {
    const comparison = compareSides(base, [candidate], { stages: ['open'] });
    expect(new Set(metricsOf(comparison).map(({ stage }) => stage))).toEqual(new Set(['open']));
    expect(placesOf(comparison, 'memoryUsage')).toEqual([]);
  });

  it('includes a metric of both phase and stages when requested', () => {
    const options = { stages: ['open'], metrics: ['maxMemoryUsage'] };
    expect(placesOf(compareSides(base, [candidate], options), 'memoryUsage')).toEqual(['open']);
  });

  it('needs less evidence', () => {
    const levelOf = (options: CompareOptions) =>
      metricsOf(compareSides(base, [candidate], options)).find(
        ({ stage, metric }) => stage === 'open' && metric === 'responseLatency',
      )?.level ?? Number.NaN;
    expect(levelOf({ stages: ['open'] })).toBeGreaterThan(levelOf({}));
  });

  it('rejects an unknown stage with the nearest name', () => {
    expect(() => compareSides(base, [candidate], { stages: ['opne'] })).toThrow(
      'unknown stage "opne"; did you mean "open"?',
    );
  });

  it('rejects a metric of the whole phase', () => {
    const options = { stages: ['open'], metrics: ['loadTime'] };
    expect(() => compareSides(base, [candidate], options)).toThrow(
      '--metric loadTime cannot be combined with --stage',
    );
  });

  it('is unproven for a stage without any compared metric', () => {
    const brief = { ...sideOf(2, { closed: 100 }), name: 'brief' };
    const { unproven } = compareSides(base, [brief], {
      stages: ['closed', 'open'],
      allowsMismatch: true,
    });
    expect(unproven).toContain('brief: nothing of stage open could be compared with the base');
  });
});
