import type { RequestRow } from '../../stream/rows/request-row.ts';
import { isMeasuredPurpose } from '../../stream/stage/stages.ts';
import type { ReportInput } from '../report-format.ts';
import type { PhaseResult } from '../results/run-results.ts';
import type { StageResult } from '../results/stage-result.ts';
import { metricSeries, type LabelledMeasurements } from './metric-series.ts';
import { measuredPoints, type Point, type Series, type SeriesUnit } from './series.ts';

/** A result and the labels of its points. */
interface Labelled<Result> {
  readonly result: Result;
  readonly attributes: Point['attributes'];
}

/** The model of measured requests; undefined if there is none, or more than one. */
function onlyModel(requests: readonly RequestRow[]): string | undefined {
  let only: string | undefined;
  for (const { model, purpose } of requests) {
    if (!isMeasuredPurpose(purpose)) continue;
    if (only !== undefined && only !== model) return undefined;
    only = model;
  }
  return only;
}

function modelLabel(requests: readonly RequestRow[]): Point['attributes'] {
  const model = onlyModel(requests);
  return model === undefined ? {} : { model };
}

function labelledPhases({ results, streams }: ReportInput): Labelled<PhaseResult>[] {
  return results.phases.map((result) => {
    const requests = streams.phases.find(({ name }) => name === result.name)?.requests ?? [];
    return { result, attributes: { phase: result.name, ...modelLabel(requests) } };
  });
}

function labelledStages({ results, streams }: ReportInput): Labelled<StageResult>[] {
  return results.phases.flatMap(({ name: phase, stages }) => {
    const recorded = streams.phases.find(({ name }) => name === phase)?.stages ?? [];
    return stages.map((result) => {
      const requests = recorded.find(({ name }) => name === result.name)?.requests ?? [];
      return { result, attributes: { phase, stage: result.name, ...modelLabel(requests) } };
    });
  });
}

/** A gauge with one value per phase or stage. */
function ofEach<Result>(
  [name, unit, description]: readonly [string, SeriesUnit, string],
  labelled: readonly Labelled<Result>[],
  read: (result: Result) => number,
): Series {
  const points = labelled.map(({ result, attributes }) => ({ attributes, value: read(result) }));
  return { name, kind: 'gauge', unit, description, points: measuredPoints(points) };
}

function countSeries(
  labelled: readonly LabelledMeasurements[],
  field: 'count' | 'failed',
  description: string,
): Series {
  const points = labelled.flatMap(({ measurements, attributes }) =>
    Object.entries(measurements).flatMap(([metric, measurement]) =>
      measurement.count === 0
        ? []
        : [{ attributes: { ...attributes, metric }, value: measurement[field] }],
    ),
  );
  const name = `loadcell.measurement.${field === 'count' ? 'values' : 'failed'}`;
  return { name, kind: 'gauge', unit: '{count}', description, points };
}

/** Criteria of a phase and of its stages; those of a stage carry its label. */
function criterionPoints(phases: readonly Labelled<PhaseResult>[]): Point[] {
  return phases.flatMap(({ result, attributes }) =>
    result.criteria.map(({ key, stage, status }) => ({
      attributes: { ...attributes, ...(stage === undefined ? {} : { stage }), criterion: key },
      value: Number(status === 'pass'),
    })),
  );
}

/** A gauge with one value for the run. */
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
    ofRun('duration', 's', 'Duration of the run.', summary.totalDuration / 1000),
    ofRun('start_time', 's', 'Start of the run, Unix time.', Date.parse(streams.timestamp) / 1000),
    {
      name: 'loadcell.run.info',
      kind: 'gauge',
      unit: '',
      description: 'Target and Loadcell version.',
      points: info,
    },
  ];
}

/** The results of a run as series: every metric, the verdict, and the data quality. Pure. */
export function summarySeries(input: ReportInput): Series[] {
  const phases = labelledPhases(input);
  const stages = labelledStages(input);
  const measured = [...phases, ...stages].map(({ result: { measurements }, attributes }) => ({
    measurements,
    attributes,
  }));
  return [
    ...runSeries(input),
    ofEach(['loadcell.phase.passed', '', 'Whether the phase met its criteria.'], phases, (one) =>
      Number(one.success),
    ),
    ofEach(
      ['loadcell.phase.duration', 's', 'Duration of the phase.'],
      phases,
      ({ duration }) => duration / 1000,
    ),
    ofEach(
      [
        'loadcell.stage.passed',
        '',
        'Whether the stage met its criteria; a level of a sweep, whether it met the SLOs.',
      ],
      stages,
      (one) => Number(one.success),
    ),
    {
      name: 'loadcell.criterion.passed',
      kind: 'gauge',
      unit: '',
      description: 'Whether the criterion was met; unmeasured or inconclusive counts as not met.',
      points: criterionPoints(phases),
    },
    ...metricSeries(measured),
    ofEach(
      ['loadcell.memory.baseline', 'By', 'Median RSS before a model is loaded.'],
      phases,
      ({ metrics }) => metrics.memoryUsage.baseline,
    ),
    ofEach(
      ['loadcell.memory.after_release', 'By', 'Median RSS after models and contexts are released.'],
      phases,
      ({ metrics }) => metrics.memoryUsage.afterRelease,
    ),
    countSeries(measured, 'count', 'Number of values of a metric.'),
    countSeries(measured, 'failed', 'Failed requests among the values of a metric.'),
    ofEach(
      ['loadcell.sampling.rate', 'Hz', 'Achieved sampling rate.'],
      phases,
      ({ sampling }) => sampling?.achievedHz ?? Number.NaN,
    ),
    ofEach(
      ['loadcell.sampling.missed_ticks', '{count}', 'Deadlines that the sampler missed.'],
      phases,
      ({ sampling }) => sampling?.missedTicks ?? Number.NaN,
    ),
    ofEach(
      ['loadcell.sampling.cpu_utilization', '1', 'CPU utilization of the sampler; 1 is one core.'],
      phases,
      ({ sampling }) => sampling?.samplerCpuUtilization ?? Number.NaN,
    ),
  ];
}
