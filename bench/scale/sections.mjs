import { measureLoad } from './sections/load.mjs';
import { measureReport } from './sections/report.mjs';
import { measureWriting } from './sections/writing.mjs';

/**
 * @typedef {object} Section
 * @property {string} name
 * @property {string} title
 * @property {string} method
 * @property {(plan: ReturnType<typeof import('./plan.mjs').planFor>, runs: import('./run-directories.mjs').RunDirectories) =>
 *   Promise<import('../suite/report/figure.mjs').Figure[]>} measure
 */

/**
 * The sections in the order of the run. What is measured runs in processes of its own, watched from outside.
 * @type {readonly Section[]}
 */
export const SECTIONS = [
  {
    name: 'writing',
    title: 'Recording ten million samples and a million requests of 16 content events',
    method:
      'Rows of 1,000 s at 10 kHz and 1,000 requests a second, from a seed, handed to the recorder of a run as fast as the ' +
      'disk takes them. Peak is the high-water mark of resident memory (VmHWM) that the kernel tells of the process; growth ' +
      'is that over a run of a tenth.',
    measure: measureWriting,
  },
  {
    name: 'report',
    title: 'Reporting on that run: every file that a run keeps, from its streams',
    method:
      'loadcell report on the directory, into another folder. Time from its start to its end; peak as above; growth is over ' +
      'the report on a run of a tenth.',
    measure: measureReport,
  },
  {
    name: 'load',
    title: 'Putting a million requests in three stages on a server',
    method:
      'loadcell run on loadcell mock with answers of two tokens: a closed stage, an open one at a share of its throughput, ' +
      'and another closed one, each a third of the requests. The largest resident memory of the run in each stage, read every ' +
      '250 ms.',
    measure: measureLoad,
  },
];
