import { measureCoverage } from './sections/coverage.mjs';
import { measureMeans } from './sections/means.mjs';
import { measureMock } from './sections/mock.mjs';
import { measureNeeded } from './sections/needed.mjs';
import { measureShares } from './sections/shares.mjs';
import { measureUntil } from './sections/until.mjs';
import { measureWaves } from './sections/waves.mjs';

/**
 * Sections in the order of the run. All values come from fixed seeds.
 * @type {readonly { name: string, title: string, method: string,
 *   measure: (plan: import('./plan.mjs').Plan) => import('../suite/report/figure.mjs').Figure[] }[]}
 */
export const SECTIONS = [
  {
    name: 'needed',
    title: 'Values that a percentile needs with 0 or 1 of them beyond the limit',
    method: 'By order statistics, at 95% and 99%.',
    measure: measureNeeded,
  },
  {
    name: 'coverage',
    title: 'Coverage of the one-sided 95% bounds of percentiles, independent values',
    method:
      'Each run is judged at its true percentile: "met" is a miss of the upper bound, "missed" one of the lower bound. ' +
      'The range is 1 point around the exact binomial coverage, and never below 94%.',
    measure: measureCoverage,
  },
  {
    name: 'waves',
    title: 'Coverage of the same bounds for dependent values, at effective numbers of 300 and 100',
    method:
      'AR(1) with an autocorrelation of 0.5, 0.9 and 0.97; bursts: a tenth of requests in a slow state of mean length 20 and 100; gaps between ' +
      'tokens, 20 per request, that share an effect of their request. The true inflation of the variance comes from one long series. ' +
      'Without a range: p50, whose upper bound is more cautious, and values worth 100, which may miss rare bursts.',
    measure: measureWaves,
  },
  {
    name: 'means',
    title: 'Coverage of the one-sided 95% bounds of means',
    method:
      'Studentized block bootstrap. At least 93%; 90% for 64 values, and for 300 with an autocorrelation of 0.9, which are worth 16. ' +
      '64 such values are worth 3, and have no range.',
    measure: measureMeans,
  },
  {
    name: 'shares',
    title: 'Coverage of the one-sided 95% bounds of shares, independent requests',
    method:
      'Clopper-Pearson, judged at the true share. At least 95%, less 3 standard errors of the simulation.',
    measure: measureShares,
  },
  {
    name: 'until',
    title: 'Stages until decided on a percentile, up to 40,000 requests',
    method:
      'Looks at doubling counts, exponential values. At the true percentile few stages may decide: 8,000 runs, whose ' +
      'standard error is 0.25 points, and exactly. With the limit 10% above or ' +
      'below, the verdict must be right. Requests: the median of all runs.',
    measure: measureUntil,
  },
  {
    name: 'mock',
    title: 'Runs until decided on a mock server, with the limit 20% from its p95 of TTFT',
    method:
      '`loadcell run --concurrency 8 --until-decided` against `loadcell mock --jitter=20ms` in another process. Every verdict must be ' +
      'right. Requests: the median of the last look.',
    measure: measureMock,
  },
];
