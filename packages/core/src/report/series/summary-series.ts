import { isServicePurpose } from '../../metric/service-requests.ts';
import type { PhaseStreams } from '../../stream/phase-streams.ts';
import type { ReportInput } from '../report-format.ts';
import type { PhaseResult } from '../results/run-results.ts';
import { metricSeries, type LabelledPhase } from './metric-series.ts';
import { measuredPoints, type Point, type Series, type SeriesUnit } from './series.ts';

/** The model that the requests of service asked; undefined where they asked several, or there were none. */
function onlyModel(phase: PhaseStreams | undefined): string | undefined {
  let only: string | undefined;
  for (const { model, purpose } of phase?.requests ?? []) {
    if (!isServicePurpose(purpose)) continue;
    if (only !== undefined && only !== model) return undefined;
    only = model;
  }
  return only;
}

function labelled(result: PhaseResult, phases: readonly PhaseStreams[]): LabelledPhase {
  const model = onlyModel(phases.find(({ name }) => name === result.name));
  const attributes = { phase: result.name, ...(model === undefined ? {} : { model }) };
  return { result, attributes };
}

/** A gauge with one number for each phase. */
function ofPhases(
  [name, unit, description]: readonly [string, SeriesUnit, string],
  phases: readonly LabelledPhase[],
  read: (result: PhaseResult) => number,
): Series {
  const points = phases.map(({ result, attributes }) => ({ attributes, value: read(result) }));
  return { name, kind: 'gauge', unit, description, points: measuredPoints(points) };
}

function countSeries(
  phases: readonly LabelledPhase[],
  field: 'count' | 'failed',
  description: string,
): Series {
  const points = phases.flatMap(({ result, attributes }) =>
    Object.entries(result.measurements).flatMap(([metric, measurement]) =>
      measurement.count === 0
        ? []
        : [{ attributes: { ...attributes, metric }, value: measurement[field] }],
    ),
  );
  const name = `loadcell.measurement.${field === 'count' ? 'values' : 'failed'}`;
  return { name, kind: 'gauge', unit: '{count}', description, points };
}

/** A gauge with one number for the run. */
function ofRun(name: string, unit: SeriesUnit, description: string, value: number): Series {
  const points = measuredPoints([{ attributes: {}, value }]);
  return { name: `loadcell.run.${name}`, kind: 'gauge', unit, description, points };
}

function runSeries({ results, streams }: ReportInput): Series[] {
  const { environment, summary } = results;
  const info: Point[] =
    environment === undefined
      ? []
      : [
          {
            attributes: { version: environment.loadcell, target: environment.target },
            value: 1,
          },
        ];
  return [
    ofRun('passed', '', 'Whether the run met every criterion.', Number(summary.overallSuccess)),
    ofRun('duration', 's', 'How long the run took.', summary.totalDuration / 1000),
    ofRun(
      'start_time',
      's',
      'When the run began, Unix time.',
      Date.parse(streams.timestamp) / 1000,
    ),
    {
      name: 'loadcell.run.info',
      kind: 'gauge',
      unit: '',
      description: 'What was measured, and with what.',
      points: info,
    },
  ];
}

/** What a run came to, as series: every metric, the verdict, and how far the numbers can be trusted. Pure. */
export function summarySeries(input: ReportInput): Series[] {
  const { results, streams } = input;
  const phases = results.phases.map((result) => labelled(result, streams.phases));
  const criteria = phases.flatMap(({ result, attributes }) =>
    result.criteria.map(({ key, status }) => ({
      attributes: { ...attributes, criterion: key },
      value: Number(status === 'pass'),
    })),
  );
  return [
    ...runSeries(input),
    ofPhases(['loadcell.phase.passed', '', 'Whether the phase met its criteria.'], phases, (one) =>
      Number(one.success),
    ),
    ofPhases(
      ['loadcell.phase.duration', 's', 'How long the phase took.'],
      phases,
      ({ duration }) => duration / 1000,
    ),
    {
      name: 'loadcell.criterion.passed',
      kind: 'gauge',
      unit: '',
      description: 'Whether the criterion was met; one that was not measured is not.',
      points: criteria,
    },
    ...metricSeries(phases),
    ofPhases(
      ['loadcell.memory.baseline', 'By', 'Resident memory before a model is loaded, median.'],
      phases,
      ({ metrics }) => metrics.memoryUsage.baseline,
    ),
    ofPhases(
      ['loadcell.memory.after_release', 'By', 'Resident memory after all is released, median.'],
      phases,
      ({ metrics }) => metrics.memoryUsage.afterRelease,
    ),
    countSeries(phases, 'count', 'Values that the aggregates of a metric are made of.'),
    countSeries(phases, 'failed', 'Those of them that are requests which were never answered.'),
    ofPhases(
      ['loadcell.sampling.rate', 'Hz', 'Rate that the sampler reached.'],
      phases,
      ({ sampling }) => sampling?.achievedHz ?? Number.NaN,
    ),
    ofPhases(
      ['loadcell.sampling.missed_ticks', '{count}', 'Deadlines that the sampler missed.'],
      phases,
      ({ sampling }) => sampling?.missedTicks ?? Number.NaN,
    ),
    ofPhases(
      ['loadcell.sampling.cpu_utilization', '1', 'CPU time of the sampler, 1 is a whole core.'],
      phases,
      ({ sampling }) => sampling?.samplerCpuUtilization ?? Number.NaN,
    ),
  ];
}
