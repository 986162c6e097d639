import { between, measured } from '../suite/report/figure.mjs';
import { simulationError } from './plan.mjs';

/** Verdicts of runs that are judged at the true value: each one is wrong. */
export class Tally {
  runs = 0;
  met = 0;
  missed = 0;

  /** @param {{ verdict: 'met' | 'missed' | 'inconclusive' }} decision */
  add({ verdict }) {
    this.runs += 1;
    if (verdict === 'met') this.met += 1;
    if (verdict === 'missed') this.missed += 1;
  }

  /** Share of runs in which the true value is at most the upper bound. */
  get upper() {
    return 1 - this.met / this.runs;
  }

  /** Share of runs in which the true value is at least the lower bound. */
  get lower() {
    return 1 - this.missed / this.runs;
  }
}

/**
 * A coverage with the range that it must lie in.
 * @param {string} name
 * @param {{ value: number, runs: number, errors: number }} simulated the range is wider by `errors` standard errors
 * @param {{ low: number, high?: number }} [range]
 */
export function coverage(name, { value, runs, errors }, range) {
  if (range === undefined) return measured(name, 'ratio', value);
  const { low, high = 1 } = range;
  const target = between(
    rounded(Math.max(0, low - errors * simulationError(low, runs))),
    rounded(Math.min(1, high + errors * simulationError(high, runs))),
  );
  return measured(name, 'ratio', value, target);
}

/** Four digits: 10,000 runs resolve no more. @param {number} share */
function rounded(share) {
  return Math.round(share * 1e4) / 1e4;
}
