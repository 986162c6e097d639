import { measureQuarters } from './sections/quarters.mjs';
import { measureSendDelay } from './sections/send-delay.mjs';
import { measureSimulated } from './sections/simulated.mjs';
import { measureStartSkew } from './sections/start-skew.mjs';
import { measureStreams } from './sections/streams.mjs';

/**
 * @typedef {object} Section
 * @property {string} name
 * @property {string} title
 * @property {string} method
 * @property {(plan: import('./plan.mjs').Plan) => Promise<import('../suite/report/figure.mjs').Figure[]>} measure
 */

/** @type {readonly Section[]} */
export const SECTIONS = [
  {
    name: 'quarters',
    title: 'Four agents at a quarter of the rate each, and one at the whole',
    method:
      'The same open load over a fleet of four agents and over a fleet of one, in rotating order, on this machine, against ' +
      '`loadcell mock`. CPU time is of the processes of the agents alone, from the first send to the end of the window, from ' +
      '/proc every 100 ms, interpolated: preparation, clock exchanges before and after, and storing are left out. The ratio ' +
      'is within a round.',
    measure: measureQuarters,
  },
  {
    name: 'sendDelay',
    title: 'What the bus adds to the delay of sends',
    method:
      'The same open load by `loadcell run` and over a fleet of one agent, in pairs in rotating order. The difference of the ' +
      'p99 of the send delay is within a pair; its interval is a bootstrap of the mean over the pairs, 95%.',
    measure: measureSendDelay,
  },
  {
    name: 'startSkew',
    title: 'How far apart agents start a stage',
    method:
      'All agents run on this machine and share its clock, which they do not know: each has its offset from exchanges over ' +
      'the bus. The skew is the largest difference of their first sends in a closed loop, by their own events.',
    measure: measureStartSkew,
  },
  {
    name: 'simulated',
    title: 'Runs over 20 and 200 simulated agents',
    method:
      'Each agent is a connection of one process that follows the protocol, with clock exchanges, barrier, counts once a second ' +
      'and a made run directory of 5 requests per second, and sends no load. The coordinator is the real one, in its own ' +
      'process. The barrier lasts from the last agent being ready to the last one knowing the start. The age of the live ' +
      'view is that of its counts, read ten times per second. Merging includes judging and reports.',
    measure: measureSimulated,
  },
  {
    name: 'streams',
    title: 'Memory per open stream, and what 100,000 would need',
    method:
      'As `npm run bench -- wire --section manyStreams`, with 5,000 and 19,000 streams. The figure for 100,000 is ' +
      'extrapolated by the line through both: it was not measured.',
    measure: measureStreams,
  },
];
