/**
 * How often and how long is measured. `quick` shows that the suite works, not what a fleet costs.
 * @typedef {object} Plan
 * @property {{ repeats: number, rate: number, durationS: number, skippedS: number }} quarters rate of all agents together, requests per second; seconds of the stage that are skipped
 * @property {{ pairs: number, rate: number, durationS: number }} sendDelay
 * @property {{ runs: number, agents: number }} startSkew
 * @property {{ repeats: number, few: number, many: number, ratePerAgent: number, durationS: number }} simulated numbers of agents
 * @property {{ repeats: number, few: number, many: number, firstTokenMs: number, gapMs: number }} streams
 */

/** @type {Readonly<Record<'quick' | 'default', Plan>>} */
export const PLANS = {
  quick: {
    quarters: { repeats: 1, rate: 200, durationS: 2, skippedS: 0 },
    sendDelay: { pairs: 2, rate: 100, durationS: 2 },
    startSkew: { runs: 1, agents: 2 },
    simulated: { repeats: 1, few: 2, many: 4, ratePerAgent: 5, durationS: 3 },
    streams: { repeats: 1, few: 100, many: 300, firstTokenMs: 3000, gapMs: 100 },
  },
  default: {
    quarters: { repeats: 5, rate: 2000, durationS: 30, skippedS: 10 },
    sendDelay: { pairs: 12, rate: 200, durationS: 10 },
    startSkew: { runs: 5, agents: 4 },
    simulated: { repeats: 3, few: 20, many: 200, ratePerAgent: 5, durationS: 10 },
    streams: { repeats: 2, few: 5000, many: 19_000, firstTokenMs: 15_000, gapMs: 300 },
  },
};
