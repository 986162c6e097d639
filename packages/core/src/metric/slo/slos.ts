import { OBJECTIVE_NAMES, type Slos } from '../../stream/rows/request-slos.ts';
import type { MetricDefinition } from '../metric.ts';
import type { PhaseStreams } from '../../stream/phase-streams.ts';

/** Why nothing that follows from SLOs is measured without any. */
export const NO_SLOS = 'no SLOs set; set some, such as slos: { ttft: 200 }';

/** The SLOs that held in a phase; undefined where none were set. */
export function slosOf(phase: PhaseStreams): Slos | undefined {
  return phase.events.find((event) => event.kind === 'slos-set')?.slos;
}

/** Whether an SLO can be set for a metric: whether a single request has a value of it. */
export function isSlo(metric: MetricDefinition): boolean {
  return OBJECTIVE_NAMES.includes(metric.name);
}
