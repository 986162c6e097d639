import type { LiveFigures, LiveQuantiles, PhaseFigures } from '../live/live-figures.ts';
import {
  measuredPoints,
  type Point,
  type Series,
  type SeriesUnit,
} from '../report/series/series.ts';

function gauge(
  name: string,
  unit: SeriesUnit,
  description: string,
  points: readonly Point[],
): Series {
  return { name, kind: 'gauge', unit, description, points: measuredPoints(points) };
}

function quantilePoints(
  phases: readonly PhaseFigures[],
  read: (phase: PhaseFigures) => LiveQuantiles,
): Point[] {
  return phases.flatMap((phase) => {
    const quantiles = read(phase);
    return (['p50', 'p95', 'p99'] as const).map((aggregate) => ({
      attributes: { phase: phase.name, aggregate },
      value: quantiles[aggregate] / 1000,
    }));
  });
}

function requestPoints(phases: readonly PhaseFigures[]): Point[] {
  return phases.flatMap(({ name: phase, answered, failed }) => [
    { attributes: { phase, outcome: 'answered' }, value: answered },
    { attributes: { phase, outcome: 'failed' }, value: failed },
  ]);
}

/**
 * How a run stands, as series. Their names have `live` in them: quantiles are within 1 %, and the exact numbers are
 * those of the summary. What is not known at the moment has no point.
 */
export function liveSeries(figures: LiveFigures): Series[] {
  const { phases, residentBytes, processes, samplingHz } = figures;
  const underWay = phases.filter(({ isUnderWay }) => isUnderWay);
  const now = underWay.map(({ name }) => ({ phase: name }));
  return [
    gauge('loadcell.live.elapsed', 's', 'How long the run has gone on.', [
      { attributes: {}, value: figures.elapsedMs / 1000 },
    ]),
    gauge(
      'loadcell.live.phase.elapsed',
      's',
      'How long the phase has gone on, or went on.',
      phases.map((one) => ({ attributes: { phase: one.name }, value: one.elapsedMs / 1000 })),
    ),
    {
      name: 'loadcell.live.requests',
      kind: 'counter',
      unit: '{request}',
      description: 'Requests of service that ended; those that the run itself cancelled are none.',
      points: requestPoints(phases),
    },
    gauge(
      'loadcell.live.request_rate',
      '1/s',
      'Requests of all kinds that ended, a second, over the last five.',
      phases.map((one) => ({ attributes: { phase: one.name }, value: one.requestsPerSecond })),
    ),
    gauge(
      'loadcell.live.response_latency',
      's',
      'From when a request was due to its end, so far; a failed request is infinitely slow.',
      quantilePoints(phases, ({ responseTimeMs }) => responseTimeMs),
    ),
    gauge(
      'loadcell.live.time_to_first_token',
      's',
      'From sending a request to its first token, so far.',
      quantilePoints(phases, ({ timeToFirstTokenMs }) => timeToFirstTokenMs),
    ),
    gauge(
      'loadcell.live.memory.resident',
      'By',
      'Resident memory of all processes of the target.',
      now.map((attributes) => ({ attributes, value: residentBytes })),
    ),
    gauge(
      'loadcell.live.memory.peak',
      'By',
      'Highest resident memory that was sampled in the phase.',
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
      'Ticks of the sampler a second, over the last two.',
      now.map((attributes) => ({ attributes, value: samplingHz })),
    ),
  ];
}
