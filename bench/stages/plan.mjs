/** How long each stage is measured. `quick` shows that the suite works, and is too short to judge by. */
const PLANS = {
  quick: { seconds: 2, slowSeconds: 2, requests: 200 },
  default: { seconds: 10, slowSeconds: 30, requests: 2000 },
};

/** @param {'quick' | 'default'} mode */
export function planFor(mode) {
  return PLANS[mode];
}

/**
 * Timing of a mock server without its slots.
 * @typedef {import('../suite/mock-server.mjs').MockTiming} Service
 */

/** @type {Service} */
export const BRISK = { firstTokenMs: 20, gapMs: 2, tokens: 8 };

/**
 * Slow enough that two cores serve 512 concurrent requests in a small part of it. A window of 30 s holds enough of
 * them that its ends, where requests are partly inside, are below 2%.
 * @type {Service}
 */
export const SLOW = { firstTokenMs: 500, gapMs: 25, tokens: 4 };

/** @param {Service} service @returns {number} service time of one request, milliseconds */
export function serviceMsOf({ firstTokenMs, gapMs, tokens }) {
  return firstTokenMs + (tokens - 1) * gapMs;
}

/** Requests that the mock server of a queue serves at a time. */
export const SLOTS = 8;

/** Concurrency of closed stages on that queue: below its slots, at them, and above. */
export const CLOSED = [1, 4, 8, 24];

/** Load of open stages on that queue, as a share of what it can serve. */
export const UTILIZATION = [0.5, 0.8, 0.95];

/** Concurrency of the stages of one run on a server without a queue. */
export const CONCURRENCY = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512];
