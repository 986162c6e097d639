/** One level that a sweep tried. */
export interface SweepStep {
  readonly level: number;
  /** Whether the SLOs were met. */
  readonly isMet: boolean;
}

/** The lowest level that broke the SLOs; undefined when none did. */
export function lowestBroken(steps: readonly SweepStep[]): number | undefined {
  const broken = steps.filter(({ isMet }) => !isMet).map(({ level }) => level);
  return broken.length === 0 ? undefined : Math.min(...broken);
}

/** The highest level that met, below every one that broke; `NaN` when there is none. */
export function highestMet(steps: readonly SweepStep[]): number {
  const broken = lowestBroken(steps) ?? Infinity;
  const met = steps.filter(({ isMet, level }) => isMet && level < broken);
  return met.length === 0 ? Number.NaN : Math.max(...met.map(({ level }) => level));
}
