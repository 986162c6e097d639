import { PhaseBuilder } from '../../stream/built/phase-builder.ts';

/** A phase of which the survey read these values of a column, 100 ms apart. */
export function surveyed(column: string, values: readonly number[], source = 0): PhaseBuilder {
  const phase = new PhaseBuilder('p').stage('sequential', 0, 1000);
  for (const [index, value] of values.entries()) {
    phase.surveyed(column, index * 100, value, 42, source);
  }
  return phase;
}
