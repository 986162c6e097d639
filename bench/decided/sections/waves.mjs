import { decide } from '../../../packages/core/dist/verdict/decide/decide.js';
import { measured } from '../../suite/report/figure.mjs';
import { coverage, Tally } from '../covered.mjs';
import { ERROR } from '../plan.mjs';
import { drawn, uniform } from '../simulated.mjs';
import { trueInflation, WAVES } from '../waves.mjs';

const EFFECTIVE = 300;
const RANGE = { low: 0.92, high: 0.99 };

/** @param {import('../waves.mjs').Wave} wave @param {import('../plan.mjs').Plan} plan */
function measureWave(wave, { waveRuns: runs, series, errors }) {
  const { percentile, probability, quantile, perRequest, draw } = wave;
  const name = `${percentile}-${wave.name}`;
  const inflation = trueInflation(wave, series, uniform(`series ${name}`));
  const requests = Math.round((EFFECTIVE * inflation) / perRequest);
  const random = uniform(`waves ${name}`);
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
  return [
    measured(`${name}-requests`, 'requests', requests),
    coverage(`${name}-upper`, { value: tally.upper, runs, errors }, RANGE),
    coverage(`${name}-lower`, { value: tally.lower, runs, errors }, RANGE),
  ];
}

/** @param {import('../plan.mjs').Plan} plan */
export function measureWaves(plan) {
  return WAVES.flatMap((wave) => measureWave(wave, plan));
}
