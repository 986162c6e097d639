/**
 * What every client sends. `quick` shows that the suite works, not how precise a client is: its requests are too few.
 */
const LENGTHS = { inputTokens: 64, outputTokens: 32 };

const PLANS = {
  quick: { ...LENGTHS, concurrency: 2, requests: 16 },
  default: { ...LENGTHS, concurrency: 8, requests: 240 },
};

/** @param {'quick' | 'default'} mode */
export function planFor(mode) {
  return PLANS[mode];
}
