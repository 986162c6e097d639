/**
 * Response times, in ms, of requests that arrive at fixed gaps at a queue before so many slots of fixed service time:
 * each starts at the later of its intended time and the moment at which a slot is free.
 */
export function exactResponsesMs(
  count: number,
  gapMs: number,
  slots: number,
  serviceMs: number,
): number[] {
  const freeAtMs = Array.from({ length: slots }, () => 0);
  return Array.from({ length: count }, (_, index) => {
    const scheduledMs = index * gapMs;
    const slot = freeAtMs.indexOf(Math.min(...freeAtMs));
    const startMs = Math.max(scheduledMs, freeAtMs[slot] ?? 0);
    freeAtMs[slot] = startMs + serviceMs;
    return startMs + serviceMs - scheduledMs;
  });
}

/** The percentiles 1 to 99, by nearest rank. */
export function percentilesOf(values: readonly number[]): number[] {
  const sorted = values.toSorted((a, b) => a - b);
  return Array.from(
    { length: 99 },
    (_, index) => sorted[Math.ceil(((index + 1) / 100) * sorted.length) - 1] ?? Number.NaN,
  );
}
