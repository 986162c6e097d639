import { measurePaint } from './sections/paint.mjs';
import { measureRuns } from './sections/runs.mjs';

/**
 * @typedef {object} Section
 * @property {string} name
 * @property {string} title
 * @property {string} method
 * @property {(plan: { repeats: number, durationMs: number, frames: number }) =>
 *   Promise<import('../suite/report/figure.mjs').Figure[]>} measure
 */

/** @type {readonly Section[]} */
export const SECTIONS = [
  {
    name: 'runs',
    title: 'The same load with the live view and with --quiet',
    method:
      '`loadcell run --phase load` on its own terminal against `loadcell mock` in another process: concurrency 4, then ' +
      '200 req/s, whose latency is compared. A round is a run with the view, a quiet run and a second quiet run as control, ' +
      'in rotating order. Ratios are within a round, and figures are medians of the rounds; the control differs by what the ' +
      'machine does. CPU time is of the whole command with its start and report; that of the sampler is what its threads report.',
    measure: measureRuns,
  },
  {
    name: 'paint',
    title: 'One drawing of the view',
    method:
      'Figures are computed, lines are formatted and written to the null device, repeatedly, after a minute of samples and ' +
      '10,000 requests, with new data in each drawing. The share of a core is at five drawings per second. The aggregate ' +
      'has its cost for each request and each sample, drawn or not.',
    measure: measurePaint,
  },
];
