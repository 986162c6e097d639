import type {
  LiveFigures,
  LiveQuantiles,
  PhaseFigures,
  StageFigures,
} from '../live/live-figures.ts';
import {
  measuredPoints,
  type Point,
  type Series,
  type SeriesUnit,
} from '../report/prometheus/series.ts';

function gauge(
  name: string,
  unit: SeriesUnit,
  description: string,
  points: readonly Point[],
): Series {
  return { name, kind: 'gauge', unit, description, points: measuredPoints(points) };
}

/** A stage and the attributes of its points. */
interface LabelledStage {
  readonly figures: StageFigures;
  readonly attributes: Point['attributes'];
}

function labelledStages(phases: readonly PhaseFigures[]): LabelledStage[] {
  return phases.flatMap(({ name: phase, stages }) =>
    stages.map((figures) => ({ figures, attributes: { phase, stage: figures.name } })),
  );
}

function quantilePoints(
  stages: readonly LabelledStage[],
  read: (stage: StageFigures) => LiveQuantiles,
): Point[] {
  return stages.flatMap(({ figures, attributes }) => {
    const quantiles = read(figures);
    return (['p50', 'p95', 'p99'] as const).map((aggregate) => ({
      attributes: { ...attributes, aggregate },
      value: quantiles[aggregate] / 1000,
    }));
  });
}

function requestPoints(stages: readonly LabelledStage[]): Point[] {
  return stages.flatMap(({ figures: { successful, failed, abandoned }, attributes }) => [
    { attributes: { ...attributes, outcome: 'successful' }, value: successful },
    { attributes: { ...attributes, outcome: 'failed' }, value: failed },
    ...(abandoned === 0
      ? []
      : [{ attributes: { ...attributes, outcome: 'abandoned' }, value: abandoned }]),
  ]);
}

/**
 * The state of a run as series. Their names contain `live`: quantiles are within 1%, and the summary has exact numbers.
 * Request figures belong to one stage, and keep its label after it ends. Unknown values have no points.
 */
export function liveSeries(figures: LiveFigures): Series[] {
  const { phases, residentBytes, processes, samplingHz } = figures;
  const now = phases.flatMap(({ name, isInProgress }) => (isInProgress ? [{ phase: name }] : []));
  const stages = labelledStages(phases);
  return [
    gauge('loadcell.live.elapsed', 's', 'Elapsed time of the run.', [
      { attributes: {}, value: figures.elapsedMs / 1000 },
    ]),
    gauge(
      'loadcell.live.phase.elapsed',
      's',
      'Elapsed time of the phase.',
      phases.map((one) => ({ attributes: { phase: one.name }, value: one.elapsedMs / 1000 })),
    ),
    {
      name: 'loadcell.live.requests',
      kind: 'counter',
      unit: '{request}',
      description: 'Measured requests that ended, excluding those that the run canceled.',
      points: requestPoints(stages),
    },
    gauge(
      'loadcell.live.request_rate',
      '1/s',
      'Requests ended per second over the last 5 s, warm-up included.',
      stages.map(({ figures: one, attributes }) => ({ attributes, value: one.requestsPerSecond })),
    ),
    gauge(
      'loadcell.live.response_latency',
      's',
      'End-to-end latency from the scheduled start, so far; a failed request is infinitely slow.',
      quantilePoints(stages, ({ endToEndLatencyMs }) => endToEndLatencyMs),
    ),
    gauge(
      'loadcell.live.time_to_first_token',
      's',
      'TTFT from the send, so far.',
      quantilePoints(stages, ({ timeToFirstTokenMs }) => timeToFirstTokenMs),
    ),
    gauge(
      'loadcell.live.memory.resident',
      'By',
      'RSS of all processes of the target.',
      now.map((attributes) => ({ attributes, value: residentBytes })),
    ),
    gauge(
      'loadcell.live.memory.peak',
      'By',
      'Highest sampled RSS in the phase.',
      phases.map((one) => ({ attributes: { phase: one.name }, value: one.peakResidentBytes })),
    ),
    gauge(
      'loadcell.live.processes',
      '{count}',
      'Processes of the target.',
      now.map((attributes) => ({ attributes, value: processes === 0 ? Number.NaN : processes })),
    ),
    gauge(
      'loadcell.live.sampling.rate',
      'Hz',
      'Sampler ticks per second over the last 2 s.',
      now.map((attributes) => ({ attributes, value: samplingHz })),
    ),
  ];
}
