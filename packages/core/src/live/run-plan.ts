import type { RunConfig } from '../config/parse-config.ts';

/** A phase and how long it was asked to go on; `NaN` where nobody knows. */
export interface PlannedPhase {
  readonly name: string;
  readonly plannedMs: number;
}

/**
 * How long each phase of a run was asked to go on: its idle window, its work and its settle window. Loads and requests
 * that have to be waited for come on top, so it is the least that a phase takes.
 */
export function plannedPhases({ phases, phaseOptions }: RunConfig): PlannedPhase[] {
  return phases.map(({ name }) => {
    const { idle, duration, settle } = phaseOptions[name];
    return { name, plannedMs: idle + duration + settle };
  });
}
