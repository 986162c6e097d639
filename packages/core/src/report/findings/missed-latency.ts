import type { StageResult } from '../results/stage-result.ts';

const LATENCIES: readonly string[] = [
  'responseLatency',
  'inferenceTime',
  'timeToFirstToken',
  'scheduledTimeToFirstToken',
  'timePerOutputToken',
  'interTokenLatency',
  'goodput',
  'sloAttainment',
];

/** Slos are for each request; a stage misses them when more than one request in twenty does. */
const LEAST_ATTAINMENT = 0.95;

/**
 * Whether a stage misses what the user set for latency, by a criterion or by its SLOs. What makes latency long is a
 * fact about the server until then, and a problem from then on.
 */
export function missesLatency({
  criteria,
  measurements,
}: Pick<StageResult, 'criteria' | 'measurements'>): boolean {
  return (
    criteria.some(({ metric, status }) => status === 'fail' && LATENCIES.includes(metric)) ||
    (measurements['sloAttainment']?.avg ?? Number.NaN) < LEAST_ATTAINMENT
  );
}
