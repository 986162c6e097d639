import { describe, expect, it } from 'vitest';
import type { Conclusion } from '../../../src/report/results/conclude-run.ts';
import type { ReportInput } from '../../../src/report/report-format.ts';
import { metricSeries } from '../../../src/report/prometheus/metric-series.ts';
import { prometheusName, prometheusText } from '../../../src/report/prometheus/prometheus-text.ts';
import { renderPrometheus } from '../../../src/report/prometheus/render-prometheus.ts';
import { snakeCase } from '../../../src/report/prometheus/series.ts';
import { AGGREGATES } from '../../../src/metric/metric.ts';
import { METRICS } from '../../../src/metric/registry.ts';
import type { PhaseStreams } from '../../../src/stream/phase-streams.ts';
import { isMeasuredPurpose } from '../../../src/stream/stage/stages.ts';
import { builtBaseline, builtCrossModel, builtLoad } from '../../stream/built/built-phases.ts';
import { PhaseBuilder, runOf } from '../../stream/built/phase-builder.ts';
import { concluded } from '../concluded.ts';
import { measuredOf } from './measured-of.ts';
import { complaints, familiesOf, valueOf } from './prometheus-families.ts';

function inputOf(phases: readonly PhaseStreams[], criteria = {}): ReportInput & Conclusion {
  return { ...concluded(phases, { criteria }), streams: runOf(phases) };
}

const run = inputOf(
  [builtBaseline().build(5900), builtCrossModel().build(9000), builtLoad().build(5500)],
  { maxMemoryUsage: 1000, errorRate: 0 },
);

describe('a run as Prometheus reads it', () => {
  it('has every number of the results in base units, and no unmeasured one', async () => {
    const families = familiesOf(await renderPrometheus(run));
    let present = 0;
    let absent = 0;
    for (const { phase, stage, measurements } of measuredOf(run)) {
      const labels = { phase, ...(stage === undefined ? {} : { stage }), ...modelOf(phase) };
      const series = metricSeries([{ measurements, attributes: labels }]);
      for (const [index, metric] of METRICS.entries()) {
        const one = series[index];
        if (one === undefined) throw new Error(metric.name);
        for (const aggregate of AGGREGATES) {
          const exact = measurements[metric.name]?.[aggregate] ?? Number.NaN;
          const expected = metric.unit === 'ms' ? exact / 1000 : exact;
          const value = valueOf(families, prometheusName(one), { ...labels, aggregate });
          if (Number.isNaN(exact)) absent += 1;
          else present += 1;
          expect([metric.name, phase, stage, aggregate, value]).toEqual([
            metric.name,
            phase,
            stage,
            aggregate,
            Number.isNaN(exact) ? undefined : expected,
          ]);
        }
      }
    }
    expect(present).toBeGreaterThan(100);
    expect(absent).toBeGreaterThan(100);
  });

  it('has the times of requests only by stage', async () => {
    const families = familiesOf(await renderPrometheus(run));
    const latency = families.find(({ name }) => name === 'loadcell_response_latency_seconds');
    const stages = latency?.metrics.map(
      ({ labels }) => `${labels?.['phase']} ${labels?.['stage']}`,
    );
    expect(new Set(stages)).toEqual(
      new Set(['baseline sequential', 'cross-model sequential', 'load closed', 'load open']),
    );
  });

  it('follows the rules that promtool checks', async () => {
    expect(complaints(await renderPrometheus(run))).toEqual([]);
    expect(complaints('loadcell_wait_ms 1\nloadcell_wait_ms 2')).toHaveLength(5);
  });

  it('reports the verdict of the run, its phases, stages and criteria', async () => {
    const families = familiesOf(await renderPrometheus(run));
    const [name] = run.results.phases.map((phase) => phase.name);
    expect(valueOf(families, 'loadcell_run_passed', {})).toBe(0);
    expect(
      valueOf(families, 'loadcell_criterion_passed', {
        phase: name ?? '',
        criterion: 'maxMemoryUsage',
        ...modelOf(name ?? ''),
      }),
    ).toBe(0);
    for (const { name: phase, stages, criteria } of run.results.phases) {
      for (const { name: stage, success } of stages) {
        const labels = { phase, stage, ...modelOf(phase) };
        expect(valueOf(families, 'loadcell_stage_passed', labels)).toBe(Number(success));
      }
      for (const { key: criterion, stage, status } of criteria) {
        const labels = { phase, criterion, ...(stage === undefined ? {} : { stage }) };
        expect(
          valueOf(families, 'loadcell_criterion_passed', { ...labels, ...modelOf(phase) }),
        ).toBe(Number(status === 'pass'));
      }
    }
    expect(valueOf(families, 'loadcell_run_duration_seconds', {})).toBe(
      run.results.summary.totalDuration / 1000,
    );
  });

  it('reports only the failure of a run that measured nothing', async () => {
    const nothing = inputOf([new PhaseBuilder('load').build(1000)]);
    const text = await renderPrometheus(nothing);
    expect(complaints(text)).toEqual([]);
    expect(text).not.toContain('loadcell_response_latency');
    expect(text).not.toMatch(/nan/i);
    expect(valueOf(familiesOf(text), 'loadcell_run_passed', {})).toBe(0);
  });

  it('keeps quotes, line breaks and backslashes of a name within its label', async () => {
    const model = 'a"b\\c\nd 2';
    const text = await prometheusText([
      {
        name: 'loadcell.thing',
        kind: 'gauge',
        unit: '1',
        description: 'A thing.',
        points: [{ attributes: { model }, value: Number.POSITIVE_INFINITY }],
      },
    ]);
    expect(
      text.split('\n').filter((line) => line.startsWith('loadcell_thing_ratio{')),
    ).toHaveLength(1);
    expect(text).toContain('model="a\\"b\\\\c\\nd 2"');
    expect(text).toContain(' +Inf\n');
  });
});

/** The only model of the measured requests of a built phase. */
function modelOf(phase: string): { model?: string } {
  const requests = run.streams.phases.find(({ name }) => name === phase)?.requests ?? [];
  const measured = requests.filter(({ purpose }) => isMeasuredPurpose(purpose));
  const models = new Set(measured.map(({ model }) => model));
  const [model] = models;
  return models.size === 1 && model !== undefined ? { model } : {};
}

describe('names', () => {
  it('are in snake case and carry their unit', () => {
    expect(snakeCase('timeToFirstToken')).toBe('time_to_first_token');
    const names = metricSeries([]).map(prometheusName);
    expect(names).toContain('loadcell_time_to_first_token_seconds');
    expect(names).toContain('loadcell_memory_usage_bytes');
    expect(names).toContain('loadcell_cache_hit_rate_ratio');
  });
});
