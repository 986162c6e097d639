/** How many seeds each section measures. `quick` shows that the suite works, with too few runs to judge by. */
const PLANS = {
  quick: { seeds: 1 },
  default: { seeds: 20 },
};

/** @param {'quick' | 'default'} mode */
export function planFor(mode) {
  return PLANS[mode];
}

/** Fewest requests of a run: a quarter of them fills the largest cache of the plateau. */
export const REQUESTS = 600;

/** Memory that each request of the leak retains, bytes; as in programs/server.py. */
export const LEAK_BYTES = 65_536;
