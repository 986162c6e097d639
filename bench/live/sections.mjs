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
    title: 'The same load with the view and with --quiet',
    method:
      '`loadcell run --phase load` on a terminal of its own against `loadcell mock` in another process: concurrency 4, ' +
      'then 200 requests per second, whose latency is compared. A round is a run with the view, a quiet one and another quiet one as a control, ' +
      'in changing order; each ratio is within a round, and what is told is the median of the rounds: what the control ' +
      'differs by is the machine. CPU is that of the whole life of the command, its start and its report ' +
      'included; that of the sampler is what its threads tell of themselves.',
    measure: measureRuns,
  },
  {
    name: 'paint',
    title: 'One drawing of the view',
    method:
      'Figures asked for, lines made and written to the null device, over and over, with a minute of samples and 10,000 ' +
      'requests behind it and something new in each drawing. The share is that of a core at five drawings a second. ' +
      'Beside it what the aggregate costs for each request and each sample, drawn or not.',
    measure: measurePaint,
  },
];
