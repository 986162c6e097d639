import { decide } from '../../../packages/core/dist/verdict/decide/decide.js';
import { decideInLooks, errorAtLook } from '../../../packages/core/dist/verdict/decide/looks.js';
import { neededCount } from '../../../packages/core/dist/verdict/enough-samples.js';
import { atMost, measured } from '../../suite/report/figure.mjs';
import { coverage } from '../covered.mjs';
import { exactDecided } from '../exact.mjs';
import { uniform } from '../simulated.mjs';
import { WAVES } from '../waves.mjs';
import { median } from '../../suite/statistics.mjs';

const PROBABILITIES = { p95: 0.95, p99: 0.99 };
const MOST_REQUESTS = 40_000;
const MOST_IN_WAVES_REQUESTS = 10_000;
/** Share of runs: those that decide at the true percentile; those that decide rightly near it; those that are wrong. */
const MOST_DECIDED = 0.06;
const LEAST_RIGHT = 0.95;
const MOST_WRONG = 0.05;

/** @param {'p95' | 'p99'} percentile */
function firstLook(percentile) {
  return neededCount(percentile, 0, errorAtLook(1));
}

/**
 * Runs whose values are exponential, until they are decided.
 * @param {'p95' | 'p99'} percentile @param {number} ratio of the limit to the true percentile @param {number} runs
 */
function simulate(percentile, ratio, runs) {
  const probability = PROBABILITIES[percentile];
  const threshold = -ratio * Math.log(1 - probability);
  const first = firstLook(percentile);
  const random = uniform(`until ${percentile} ${ratio}`);
  const values = new Float64Array(MOST_REQUESTS);
  const counts = { met: 0, missed: 0, inconclusive: 0 };
  const taken = [];
  for (let run = 0; run < runs; run += 1) {
    let have = 0;
    const { verdict, requests } = decideInLooks(first, MOST_REQUESTS, (upTo, error) => {
      for (; have < upTo; have += 1) values[have] = -Math.log(random());
      return decide(
        { kind: 'percentile', probability, values: values.subarray(0, upTo) },
        { bound: 'at-most', threshold, error },
      );
    });
    counts[verdict] += 1;
    taken.push(requests);
  }
  const shareOf = (verdict) => counts[verdict] / runs;
  return { shareOf, requests: median(taken) };
}

/** @param {'p95' | 'p99'} percentile @param {import('../plan.mjs').Plan} plan */
function measurePercentile(percentile, { untilRuns, limitRuns, errors }) {
  const figure = (name, value, range) => coverage(name, { value, runs: untilRuns, errors }, range);
  const atLimit = (name, value, range) => coverage(name, { value, runs: limitRuns, errors }, range);
  const at = simulate(percentile, 1, limitRuns);
  const looks = { first: firstLook(percentile), total: MOST_REQUESTS, errorAt: errorAtLook };
  return [
    measured(
      `${percentile}-at-limit-decided-exact`,
      'ratio',
      exactDecided(looks, 1 - PROBABILITIES[percentile]),
      atMost(MOST_DECIDED),
    ),
    atLimit(`${percentile}-at-limit-decided`, 1 - at.shareOf('inconclusive'), {
      low: 0,
      high: MOST_DECIDED,
    }),
    atLimit(`${percentile}-at-limit-met`, at.shareOf('met')),
    atLimit(`${percentile}-at-limit-missed`, at.shareOf('missed')),
    ...[
      { name: 'limit-10%-above', ratio: 1.1, right: 'met', wrong: 'missed' },
      { name: 'limit-10%-below', ratio: 0.9, right: 'missed', wrong: 'met' },
    ].flatMap(({ name, ratio, right, wrong }) => {
      const { shareOf, requests } = simulate(percentile, ratio, untilRuns);
      return [
        figure(`${percentile}-${name}-right`, shareOf(right), { low: LEAST_RIGHT }),
        figure(`${percentile}-${name}-wrong`, shareOf(wrong), { low: 0, high: MOST_WRONG }),
        measured(`${percentile}-${name}-requests`, 'requests', requests),
      ];
    }),
  ];
}

/** Rare bursts may be missed at any number of looks: their coverage is reported without a range. */
const MOST_IN_WAVES = 0.05;

/**
 * Verdicts at the true percentile of requests that come in waves.
 * @param {import('../waves.mjs').Wave} wave @param {import('../plan.mjs').Plan} plan
 */
function measureWave({ name, percentile, probability, quantile, draw }, { waveRuns, errors }) {
  const first = firstLook(percentile);
  const random = uniform(`until ${percentile} ${name}`);
  const values = new Float64Array(MOST_IN_WAVES_REQUESTS);
  const counts = { met: 0, missed: 0, inconclusive: 0 };
  for (let run = 0; run < waveRuns; run += 1) {
    const next = draw(random);
    let have = 0;
    const { verdict } = decideInLooks(first, values.length, (upTo, error) => {
      for (; have < upTo; have += 1) values[have] = next();
      return decide(
        { kind: 'percentile', probability, values: values.subarray(0, upTo) },
        { bound: 'at-most', threshold: quantile, error },
      );
    });
    counts[verdict] += 1;
  }
  const range = name.startsWith('alike') ? { low: 0, high: MOST_IN_WAVES } : undefined;
  return ['met', 'missed'].map((verdict) =>
    coverage(
      `${percentile}-at-limit-${name}-${verdict}`,
      { value: counts[verdict] / waveRuns, runs: waveRuns, errors },
      range,
    ),
  );
}

/** @param {import('../plan.mjs').Plan} plan */
export function measureUntil(plan) {
  const waves = WAVES.filter(
    ({ percentile, perRequest }) => percentile === 'p95' && perRequest === 1,
  );
  return [
    ...Object.keys(PROBABILITIES).flatMap((percentile) => measurePercentile(percentile, plan)),
    ...waves.flatMap((wave) => measureWave(wave, plan)),
  ];
}
