/** How many pairs each section compares. `quick` shows that the suite works, with too few pairs to judge by. */
const PLANS = {
  quick: { pairs: 20, coveragePairs: 40, stagePairs: 20, mockPairs: 2, requests: 10_000 },
  default: { pairs: 400, coveragePairs: 1200, stagePairs: 200, mockPairs: 20, requests: 100_000 },
};

/** @param {'quick' | 'default'} mode */
export function planFor(mode) {
  return PLANS[mode];
}

/** Latencies of requests with a fixed number of tokens. */
export const EVEN = { count: 2000, spread: 0.15, memory: 0.3, failedShare: 0.002 };
/** Latencies of requests of mixed lengths. */
export const UNEVEN = { count: 2000, spread: 0.4, memory: 0.3, failedShare: 0.002 };
/** Latencies of a server with fast and slow periods. */
export const STICKY = { count: 2000, spread: 0.15, memory: 0.7, failedShare: 0.002 };
/** Runs whose levels differ by 2%, as runs on a real machine do. */
export const RUNS_DIFFER = {
  count: 300,
  spread: 0.15,
  memory: 0.3,
  failedShare: 0,
  runSpread: 0.02,
};
/** The same, with enough requests for a narrow interval from one run. */
export const LONG_RUNS_DIFFER = { ...EVEN, runSpread: 0.02 };
