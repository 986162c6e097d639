/** CLOCK_MONOTONIC, like every timestamp here. */
export function nowNs() {
  return Number(process.hrtime.bigint());
}

/** Blocks the JavaScript thread until then. @param {number} untilNs */
export function blockUntil(untilNs) {
  while (nowNs() < untilNs);
}
