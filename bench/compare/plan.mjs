/** How many pairs each section compares. `quick` shows that the bench works, and is too few to judge by. */
const PLANS = {
  quick: { pairs: 20, coveragePairs: 40, stagePairs: 20, mockPairs: 2, requests: 10_000 },
  default: { pairs: 400, coveragePairs: 1200, stagePairs: 200, mockPairs: 20, requests: 100_000 },
};

/** @param {'quick' | 'default'} mode */
export function planFor(mode) {
  return PLANS[mode];
}

/** Response times of requests with a set number of tokens. */
export const EVEN = { count: 2000, spread: 0.15, memory: 0.3, failedShare: 0.002 };
/** Those of requests of all lengths. */
export const UNEVEN = { count: 2000, spread: 0.4, memory: 0.3, failedShare: 0.002 };
/** Those of a server that is fast and slow for a while. */
export const STICKY = { count: 2000, spread: 0.15, memory: 0.7, failedShare: 0.002 };
/** Whole runs that differ by 2 % from each other, as machines do. */
export const RUNS_DIFFER = {
  count: 300,
  spread: 0.15,
  memory: 0.3,
  failedShare: 0,
  runSpread: 0.02,
};
/** The same where a run has so many requests that its own interval is narrow. */
export const LONG_RUNS_DIFFER = { ...EVEN, runSpread: 0.02 };
