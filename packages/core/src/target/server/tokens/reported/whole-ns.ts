const NS_PER_MS = 1e6;

/** A duration in whole nanoseconds; `NaN` for one that is unknown, below 0 or beyond what a column holds exactly. */
export function wholeNs(durationMs: number): number {
  const ns = Math.round(durationMs * NS_PER_MS);
  return Number.isSafeInteger(ns) && ns >= 0 ? ns : Number.NaN;
}
