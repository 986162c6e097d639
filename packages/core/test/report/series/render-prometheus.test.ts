import { describe, expect, it } from 'vitest';
import type { Conclusion } from '../../../src/report/conclude-run.ts';
import type { ReportInput } from '../../../src/report/report-format.ts';
import { metricSeries } from '../../../src/report/series/metric-series.ts';
import { prometheusName, prometheusText } from '../../../src/report/series/prometheus-text.ts';
import { renderPrometheus } from '../../../src/report/series/render-prometheus.ts';
import { snakeCase } from '../../../src/report/series/series.ts';
import { AGGREGATES } from '../../../src/metric/metric.ts';
import { METRICS } from '../../../src/metric/registry.ts';
import { isServicePurpose } from '../../../src/metric/service-requests.ts';
import type { PhaseStreams } from '../../../src/stream/phase-streams.ts';
import { builtBaseline, builtCrossModel, builtLoad } from '../../stream/built-phases.ts';
import { PhaseBuilder, runOf } from '../../stream/phase-builder.ts';
import { concluded } from '../concluded.ts';
import { complaints, familiesOf, valueOf } from './prometheus-families.ts';

function inputOf(phases: readonly PhaseStreams[], criteria = {}): ReportInput & Conclusion {
  return { ...concluded(phases, { criteria }), streams: runOf(phases) };
}

const run = inputOf(
  [builtBaseline().build(5900), builtCrossModel().build(9000), builtLoad().build(5500)],
  { maxMemoryUsage: 1000, errorRate: 0 },
);

describe('a run as Prometheus reads it', () => {
  it('has every number of the results, in base units, and no number that was not measured', async () => {
    const families = familiesOf(await renderPrometheus(run));
    let present = 0;
    let absent = 0;
    for (const phase of run.results.phases) {
      const series = metricSeries([{ result: phase, attributes: { phase: phase.name } }]);
      for (const [index, metric] of METRICS.entries()) {
        const one = series[index];
        const measurement = phase.measurements[metric.name];
        if (one === undefined || measurement === undefined) throw new Error(metric.name);
        for (const aggregate of AGGREGATES) {
          const exact = measurement[aggregate];
          const expected = metric.unit === 'ms' ? exact / 1000 : exact;
          const model = modelOf(phase.name);
          const told = valueOf(families, prometheusName(one), {
            phase: phase.name,
            aggregate,
            ...model,
          });
          if (Number.isNaN(exact)) absent += 1;
          else present += 1;
          expect([metric.name, phase.name, aggregate, told]).toEqual([
            metric.name,
            phase.name,
            aggregate,
            Number.isNaN(exact) ? undefined : expected,
          ]);
        }
      }
    }
    expect(present).toBeGreaterThan(100);
    expect(absent).toBeGreaterThan(100);
  });

  it('holds to the rules that promtool checks', async () => {
    expect(complaints(await renderPrometheus(run))).toEqual([]);
    expect(complaints('loadcell_wait_ms 1\nloadcell_wait_ms 2')).toHaveLength(5);
  });

  it('tells the verdict', async () => {
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
    expect(valueOf(families, 'loadcell_run_duration_seconds', {})).toBe(
      run.results.summary.totalDuration / 1000,
    );
  });

  it('tells of a run that measured nothing that it failed, and no more', async () => {
    const nothing = inputOf([new PhaseBuilder('load').build(1000)]);
    const text = await renderPrometheus(nothing);
    expect(complaints(text)).toEqual([]);
    expect(text).not.toContain('loadcell_response_latency');
    expect(text).not.toMatch(/nan/i);
    expect(valueOf(familiesOf(text), 'loadcell_run_passed', {})).toBe(0);
  });

  it('keeps a name that holds quotes, lines and backslashes within its label', async () => {
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

/** The one model that the requests of service of a built phase ask. */
function modelOf(phase: string): { model?: string } {
  const requests = run.streams.phases.find(({ name }) => name === phase)?.requests ?? [];
  const service = requests.filter(({ purpose }) => isServicePurpose(purpose));
  const models = new Set(service.map(({ model }) => model));
  const [model] = models;
  return models.size === 1 && model !== undefined ? { model } : {};
}

describe('names', () => {
  it('are in snake case and carry their unit', () => {
    expect(snakeCase('timeToFirstToken')).toBe('time_to_first_token');
    const names = metricSeries([]).map(prometheusName);
    expect(names).toContain('loadcell_time_to_first_token_seconds');
    expect(names).toContain('loadcell_memory_usage_bytes');
    expect(names).toContain('loadcell_cache_hit_ratio');
  });
});
