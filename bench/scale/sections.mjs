import { measureLoad } from './sections/load.mjs';
import { measureReport } from './sections/report.mjs';
import { measureTrace } from './sections/trace.mjs';
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
 * Sections in the order of the run. Each program runs in its own process, watched from outside.
 * @type {readonly Section[]}
 */
export const SECTIONS = [
  {
    name: 'writing',
    title: 'Recording ten million samples and a million requests of 16 content events',
    method:
      'Rows of 1,000 s at 10 kHz and 1,000 req/s, from a seed, handed to the recorder of a run as fast as the disk takes ' +
      'them. The peak is the high-water mark of RSS (VmHWM) that the kernel reports; growth is relative to a run of a tenth.',
    measure: measureWriting,
  },
  {
    name: 'report',
    title: 'Reporting on that run: every report file, from the recorded data',
    method:
      'loadcell report on the directory, into another folder. Time is from start to end, the peak as above; growth is ' +
      'relative to the report on a run of a tenth.',
    measure: measureReport,
  },
  {
    name: 'load',
    title: 'Sending a million requests to a server in three stages',
    method:
      'loadcell run against loadcell mock with responses of two tokens: a closed stage, an open one at a share of its ' +
      'throughput, and another closed one, a third of the requests each. The peak RSS of the run in each stage is read every ' +
      '250 ms.',
    measure: measureLoad,
  },
  {
    name: 'trace',
    title: 'Streaming a CSV trace of 20 million rows in order of time',
    method:
      'A trace as Azure published one in 2024, from a seed, with every 500th row 50 rows too late, in a temporary folder. ' +
      'A process opens it, recognizes its format and reads every request. The peak is the high-water mark of RSS as above.',
    measure: measureTrace,
  },
];
