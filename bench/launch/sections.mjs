import { measureInstalledSize } from './sections/installed-size.mjs';
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
    title: 'Time of a command that does nothing, alone and recorded',
    method:
      'From spawn to exit: `true`, `node -e 0`, `loadcell --help`, `loadcell --version`, a Node process that only imports `@loadcell/core`, and ' +
      '`loadcell record -- true`, each once per round in rotating order, after one round that is not counted. ' +
      'Differences and ratios are within a round. Beyond the import, a recording loads the addon, starts the launcher and two threads, ' +
      'takes a sample and writes its files.',
    measure: measureStarts,
  },
  {
    name: 'installedSize',
    title: 'Size of the installed command',
    method:
      'The packages are packed as they ship and installed from the tarballs into an empty folder, without scripts and optional ' +
      'packages, so without the engine and OpenTelemetry. Sizes are the sums of file sizes: packages of the workspace and of others.',
    measure: measureInstalledSize,
  },
];
