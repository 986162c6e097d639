import { alike, NORMAL_QUANTILES, normal } from './simulated.mjs';

/**
 * Requests whose values come in waves: neighbors are alike.
 * @typedef {object} Wave
 * @property {string} name
 * @property {keyof typeof NORMAL_QUANTILES} percentile
 * @property {number} probability of it
 * @property {number} quantile the true one
 * @property {number} perRequest values of a request
 * @property {number} lags requests after which a wave has decayed
 * @property {(random: () => number) => () => number} draw gives the values of requests, in order
 */

const PROBABILITIES = { p50: 0.5, p95: 0.95, p99: 0.99 };
/** A wave has decayed when this share of it is left. */
const REST = 1e-3;

/** @param {number} likeness */
function lagsOf(likeness) {
  return likeness === 0 ? 1 : Math.ceil(Math.log(REST) / Math.log(likeness));
}

/** @param {number} likeness @param {keyof typeof NORMAL_QUANTILES} percentile @returns {Wave} */
function alikeBy(likeness, percentile) {
  return {
    name: `alike-${likeness}`,
    percentile,
    probability: PROBABILITIES[percentile],
    quantile: NORMAL_QUANTILES[percentile],
    perRequest: 1,
    lags: lagsOf(likeness),
    draw: (random) => alike(likeness, random),
  };
}

const SLOW_SHARE = 0.1;
const SLOWNESS = 5;

/** @param {number} length mean number of requests in the slow state @returns {Wave} */
function bursts(length) {
  const leave = 1 / length;
  const enter = (leave * SLOW_SHARE) / (1 - SLOW_SHARE);
  return {
    name: `bursts-${length}`,
    percentile: 'p95',
    probability: PROBABILITIES.p95,
    quantile: burstQuantile(1 - PROBABILITIES.p95),
    perRequest: 1,
    lags: lagsOf(1 - leave - enter),
    draw: (random) => {
      let isSlow = random() <= SLOW_SHARE;
      return () => {
        const value = -Math.log(random()) * (isSlow ? SLOWNESS : 1);
        if (random() <= (isSlow ? leave : enter)) isSlow = !isSlow;
        return value;
      };
    },
  };
}

/** @param {number} above probability of a value beyond it */
function burstQuantile(above) {
  let low = 0;
  let high = 100;
  for (let step = 0; step < 100; step += 1) {
    const middle = (low + high) / 2;
    const beyond = SLOW_SHARE * Math.exp(-middle / SLOWNESS) + (1 - SLOW_SHARE) * Math.exp(-middle);
    if (beyond > above) low = middle;
    else high = middle;
  }
  return high;
}

const GAPS = 20;
const REQUEST_SPREAD = 0.5;
const GAP_SPREAD = 0.3;

/** @param {number} likeness of requests @param {'p95' | 'p99'} percentile @returns {Wave} */
function gaps(likeness, percentile) {
  return {
    name: likeness === 0 ? 'gaps' : `gaps-of-requests-alike-${likeness}`,
    percentile,
    probability: PROBABILITIES[percentile],
    quantile: Math.exp(NORMAL_QUANTILES[percentile] * Math.hypot(REQUEST_SPREAD, GAP_SPREAD)),
    perRequest: GAPS,
    lags: lagsOf(likeness),
    draw: (random) => {
      const request = alike(likeness, random);
      const gap = normal(random);
      let left = 0;
      let effect = 0;
      return () => {
        if (left === 0) {
          effect = REQUEST_SPREAD * request();
          left = GAPS;
        }
        left -= 1;
        return Math.exp(effect + GAP_SPREAD * gap());
      };
    },
  };
}

/** @type {readonly Wave[]} */
export const WAVES = [
  ...[0.5, 0.9, 0.97].flatMap((likeness) => [alikeBy(likeness, 'p95'), alikeBy(likeness, 'p50')]),
  bursts(20),
  bursts(100),
  gaps(0, 'p95'),
  gaps(0, 'p99'),
  gaps(0.9, 'p95'),
  gaps(0.9, 'p99'),
];

/**
 * How many times larger the variance of the number of values beyond the quantile is than that of independent values.
 * @param {Wave} wave @param {number} count values to simulate @param {() => number} random
 */
export function trueInflation({ draw, probability, quantile, perRequest, lags }, count, random) {
  const next = draw(random);
  const above = 1 - probability;
  const residuals = new Float64Array(Math.floor(count / perRequest));
  for (let request = 0; request < residuals.length; request += 1) {
    let beyond = 0;
    for (let value = 0; value < perRequest; value += 1) if (next() > quantile) beyond += 1;
    residuals[request] = beyond - above * perRequest;
  }
  let sum = productAt(residuals, 0);
  for (let lag = 1; lag <= lags; lag += 1) sum += 2 * productAt(residuals, lag);
  return sum / (residuals.length * perRequest * above * probability);
}

/** @param {Float64Array} values @param {number} lag */
function productAt(values, lag) {
  let sum = 0;
  for (let index = lag; index < values.length; index += 1) {
    sum += values[index] * values[index - lag];
  }
  return sum;
}
