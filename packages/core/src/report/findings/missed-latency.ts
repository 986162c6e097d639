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

/** SLOs are per request; a stage misses them when more than one request in twenty does. */
const LEAST_ATTAINMENT = 0.95;

/**
 * Whether a stage misses a latency criterion or its SLOs. What makes latency long is a note otherwise, and a warning where
 * it does.
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
