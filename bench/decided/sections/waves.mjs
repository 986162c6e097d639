import { decide } from '../../../packages/core/dist/verdict/decide/decide.js';
import { measured } from '../../suite/report/figure.mjs';
import { coverage, Tally } from '../covered.mjs';
import { ERROR } from '../plan.mjs';
import { drawn, uniform } from '../simulated.mjs';
import { trueInflation, WAVES } from '../waves.mjs';

/** Effective numbers of values. A small number may miss a wave: its coverage is reported without a range. */
const ENOUGH = 300;
const FEW = 100;
const RANGE = { low: 0.92, high: 0.99 };

/**
 * @param {import('../waves.mjs').Wave} wave @param {number} inflation the true one @param {number} effective
 * @param {import('../plan.mjs').Plan} plan
 */
function measureAt(wave, inflation, effective, { waveRuns: runs, errors }) {
  const { name, percentile, probability, quantile, perRequest, draw } = wave;
  const label = `${percentile}-${name}-worth-${effective}`;
  const requests = Math.round((effective * inflation) / perRequest);
  const random = uniform(`waves ${label}`);
  const tally = new Tally();
  const sized = perRequest === 1 ? {} : { perRequest: new Uint32Array(requests).fill(perRequest) };
  for (let run = 0; run < runs; run += 1) {
    const values = drawn(requests * perRequest, draw(random));
    tally.add(
      decide(
        { kind: 'percentile', probability, values, ...sized },
        { bound: 'at-most', threshold: quantile, error: ERROR },
      ),
    );
  }
  // At the median half of all values are bad: caution for few bad ones makes the upper bound wider than it need be.
  const isStated = effective === ENOUGH && percentile !== 'p50';
  const range = isStated ? RANGE : undefined;
  return [
    measured(`${label}-requests`, 'requests', requests),
    coverage(`${label}-upper`, { value: tally.upper, runs, errors }, range),
    coverage(`${label}-lower`, { value: tally.lower, runs, errors }, range),
  ];
}

/** @param {import('../plan.mjs').Plan} plan */
export function measureWaves(plan) {
  return WAVES.flatMap((wave) => {
    const random = uniform(`series ${wave.percentile} ${wave.name}`);
    const inflation = trueInflation(wave, plan.series, random);
    return [ENOUGH, FEW].flatMap((effective) => measureAt(wave, inflation, effective, plan));
  });
}
