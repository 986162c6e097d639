import { measureStarts } from './sections/starts.mjs';

/**
 * @typedef {object} Section
 * @property {string} name
 * @property {string} title
 * @property {string} method
 * @property {(plan: { rounds: number }) => Promise<import('../suite/report/figure.mjs').Figure[]>} measure
 */

/** @type {readonly Section[]} */
export const SECTIONS = [
  {
    name: 'starts',
    title: 'A command that does nothing, alone and recorded',
    method:
      'From spawn to exit: `true`, `node -e 0`, `loadcell --version`, a Node that imports `@loadcell/core` and no more, and ' +
      '`loadcell record -- true`, each once in a round, the order turned from round to round, after a round that is not counted. ' +
      'Differences are within a round. Over the import, a recording loads the addon, starts the launcher and two threads, ' +
      'takes a sample, and writes its files.',
    measure: measureStarts,
  },
];
