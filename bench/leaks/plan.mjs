/** How many seeded runs each section makes. `quick` shows that the bench works, and is too few to judge by. */
const PLANS = {
  quick: { seeds: 1 },
  default: { seeds: 20 },
};

/** @param {'quick' | 'default'} mode */
export function planFor(mode) {
  return PLANS[mode];
}

/** Requests of a run at least: the largest cache of the plateau is full after a quarter of them. */
export const REQUESTS = 600;

/** What each request of the leak leaves behind, bytes; as in programs/server.py. */
export const LEAK_BYTES = 65_536;
