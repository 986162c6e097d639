/** Now, in CLOCK_MONOTONIC nanoseconds: the clock of every stamp, here, in children and in native threads. */
export function nowNs(): number {
  return Number(process.hrtime.bigint());
}
