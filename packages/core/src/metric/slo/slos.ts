import { OBJECTIVE_NAMES, type Objectives } from '../../stream/rows/request-slos.ts';
import type { MetricDefinition } from '../metric.ts';
import type { PhaseStreams } from '../../stream/phase-streams.ts';

/** Why nothing that follows from objectives is measured without any. */
export const NO_OBJECTIVES = 'no SLOs set; set some, such as slos: { ttft: 200 }';

/** The objectives that held in a phase; undefined where none were set. */
export function objectivesOf(phase: PhaseStreams): Objectives | undefined {
  return phase.events.find((event) => event.kind === 'objectives-set')?.objectives;
}

/** Whether an objective can be set for a metric: whether a single request has a value of it. */
export function isObjective(metric: MetricDefinition): boolean {
  return OBJECTIVE_NAMES.includes(metric.name);
}
