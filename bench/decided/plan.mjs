/**
 * How many runs each section simulates. `quick` shows that the suite works: its ranges are wider by 4 standard errors of
 * its few runs.
 */
const PLANS = {
  quick: {
    runs: 100,
    waveRuns: 20,
    meanRuns: 20,
    untilRuns: 20,
    limitRuns: 20,
    mockRuns: 1,
    series: 200_000,
    errors: 4,
  },
  default: {
    runs: 10_000,
    waveRuns: 2000,
    meanRuns: 2000,
    untilRuns: 2000,
    limitRuns: 8000,
    mockRuns: 20,
    series: 4_000_000,
    errors: 0,
  },
};

/** @typedef {typeof PLANS.quick} Plan */

/** @param {'quick' | 'default'} mode @returns {Plan} */
export function planFor(mode) {
  return PLANS[mode];
}

/** Probability of a wrong verdict, of each kind. */
export const ERROR = 0.05;

/** Requests of the simulated runs, from few to many. */
export const COUNTS = [60, 100, 300, 1000, 5000];

/**
 * @param {number} share of runs, 0 to 1
 * @param {number} runs
 * @returns {number} standard error of a share that is measured by simulation
 */
export function simulationError(share, runs) {
  return Math.sqrt((share * (1 - share)) / runs);
}
