/** A phase and its planned duration, ms; `NaN` if unknown. */
export interface PlannedPhase {
  readonly name: string;
  readonly plannedMs: number;
  /** Names of its stages in order, a sweep as one; absent if it has no list of stages. */
  readonly stages?: readonly string[];
}
