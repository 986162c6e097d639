/** One level of a sweep. */
export interface SweepStep {
  readonly level: number;
  /** Whether the SLOs were met. */
  readonly isMet: boolean;
}

/** The lowest level that missed the SLOs; undefined when none did. */
export function lowestBroken(steps: readonly SweepStep[]): number | undefined {
  const broken = steps.filter(({ isMet }) => !isMet).map(({ level }) => level);
  return broken.length === 0 ? undefined : Math.min(...broken);
}

/** The highest level that met the SLOs, below every level that missed them; `NaN` when there is none. */
export function highestMet(steps: readonly SweepStep[]): number {
  const broken = lowestBroken(steps) ?? Infinity;
  const met = steps.filter(({ isMet, level }) => isMet && level < broken);
  return met.length === 0 ? Number.NaN : Math.max(...met.map(({ level }) => level));
}
