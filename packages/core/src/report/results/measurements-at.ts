import type { Measurements } from '../../metric/measure.ts';
import type { PhaseResult } from './run-results.ts';

/** What was measured where a criterion was judged: at a stage, or over the phase; nothing at a stage that did not run. */
export function measurementsAt(
  { measurements, stages }: Pick<PhaseResult, 'measurements' | 'stages'>,
  stage: string | undefined,
): Measurements {
  if (stage === undefined) return measurements;
  return stages.find(({ name }) => name === stage)?.measurements ?? {};
}
