/**
 * How long and how often each section measures. `quick` shows that the bench works, not what the sampler does:
 * its figures are too few to judge by.
 */
const QUICK = {
  mainThread: { pairs: 8, rounds: 3, blockMs: 50 },
  blocked: { repeats: 1, blockMs: 400 },
  spikes: { seeds: [1], count: 20, phases: 3 },
  truth: { repeats: 2, burnMs: 300 },
  cost: { rounds: 2, ticks: 150, peerRounds: 1, peerMs: 150, budgetMs: 1000 },
  endurance: { durationMs: 2500, settleMs: 1000, windowMs: 500 },
};

const FULL = {
  mainThread: { pairs: 150, rounds: 30, blockMs: 100 },
  blocked: { repeats: 3, blockMs: 5000 },
  spikes: { seeds: [1, 2, 3], count: 200, phases: 20 },
  truth: { repeats: 5, burnMs: 1000 },
  cost: { rounds: 30, ticks: 250, peerRounds: 4, peerMs: 750, budgetMs: 8000 },
  endurance: { durationMs: 30_000, settleMs: 10_000, windowMs: 5000 },
};

const LONG = {
  ...FULL,
  endurance: { durationMs: 600_000, settleMs: 10_000, windowMs: 30_000 },
};

const PLANS = { quick: QUICK, default: FULL, long: LONG };

/** @param {'quick' | 'default' | 'long'} mode */
export function planFor(mode) {
  return PLANS[mode];
}
