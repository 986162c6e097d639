import type { RunConfig } from '../config/parse-config.ts';

/** A phase and how long it is planned to go on; `NaN` where that is not known. */
export interface PlannedPhase {
  readonly name: string;
  readonly plannedMs: number;
  /** Requests that it makes at least, however long they take; absent without such a bound. */
  readonly leastRequests?: number;
}

/** Whether a phase goes on for as long as what it finds out takes, or as a trace says that was recorded elsewhere. */
function isOpenEnded(name: string, { load }: RunConfig['phaseOptions']): boolean {
  return name === 'load' && (load.sweep !== undefined || load.schedule.shape === 'trace');
}

/**
 * How long each phase of a run was asked to go on: its idle window, its work and its settle window. Loads and requests
 * that have to be waited for come on top, so it is the least that a phase takes.
 */
export function plannedPhases({ phases, phaseOptions }: RunConfig): PlannedPhase[] {
  return phases.map(({ name }) => {
    const { idle, duration, settle } = phaseOptions[name];
    const plannedMs = isOpenEnded(name, phaseOptions) ? Number.NaN : idle + duration + settle;
    return { name, plannedMs, ...leastRequests(name, phaseOptions) };
  });
}

/** The least number of requests of the closed loop of a load. */
function leastRequests(
  name: string,
  { load }: RunConfig['phaseOptions'],
): { leastRequests?: number } {
  const hasClosedLoop = load.sweep === undefined && load.loops.includes('closed');
  return name === 'load' && hasClosedLoop ? { leastRequests: load.minRequests } : {};
}
