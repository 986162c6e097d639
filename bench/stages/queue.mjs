/**
 * When each request ends by theory: it starts when it arrives or when a slot is free, whichever is later, first come first
 * served, and takes the service time.
 * @param {readonly number[]} arrivalsMs ascending
 * @param {number} slots `Infinity` for a server without a queue
 * @param {number} serviceMs
 * @returns {number[]} ends, in the order of the arrivals
 */
export function endsByTheory(arrivalsMs, slots, serviceMs) {
  const ends = [];
  for (const [index, arrivalMs] of arrivalsMs.entries()) {
    // With one service time, requests end in order of arrival: a slot is free when the request `slots` before ended.
    const freeMs = ends[index - slots] ?? Number.NEGATIVE_INFINITY;
    ends.push(Math.max(arrivalMs, freeMs) + serviceMs);
  }
  return ends;
}

/** @param {readonly number[]} values @param {number} share of them, 0 to 1 */
export function quantile(values, share) {
  const ascending = values.toSorted((one, other) => one - other);
  const place = (ascending.length - 1) * share;
  const below = Math.floor(place);
  const low = ascending[below] ?? Number.NaN;
  const high = ascending[Math.min(below + 1, ascending.length - 1)] ?? Number.NaN;
  return low + (high - low) * (place - below);
}
