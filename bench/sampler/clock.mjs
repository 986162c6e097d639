/** CLOCK_MONOTONIC, as every stamp here. */
export function nowNs() {
  return Number(process.hrtime.bigint());
}

/** Keeps the JavaScript thread to itself until then. @param {number} untilNs */
export function blockUntil(untilNs) {
  while (nowNs() < untilNs);
}
