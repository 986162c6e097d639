/**
 * How long and how often each section measures. `quick` shows that the suite works, not what the sampler does: its
 * repeats are too few to judge by.
 */
const QUICK = {
  mainThread: { busyRounds: 6, rounds: 3, blockMs: 50 },
  blocked: { repeats: 1, blockMs: 400 },
  spikes: { seeds: [1], count: 20, phases: 3 },
  truth: { repeats: 2, burnMs: 300 },
  cost: { rounds: 2, ticks: 150, peerMs: 150, budgetRepeats: 1, budgetMs: 800 },
  endurance: { durationMs: 2500, settleMs: 1000, windowMs: 500 },
};

const FULL = {
  mainThread: { busyRounds: 100, rounds: 30, blockMs: 100 },
  blocked: { repeats: 3, blockMs: 5000 },
  spikes: { seeds: [1, 2, 3], count: 200, phases: 20 },
  truth: { repeats: 5, burnMs: 1000 },
  cost: { rounds: 16, ticks: 300, peerMs: 250, budgetRepeats: 3, budgetMs: 2500 },
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
