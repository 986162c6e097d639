/**
 * @typedef {object} Suite
 * @property {string} project of vitest
 * @property {readonly string[]} files
 * @property {boolean} packaged whether the binary is in the package of the platform, as installed; else in the folder of a
 *   rebuild from source
 */

/** What runs on each platform, by the name in the summary. @type {Readonly<Record<string, Suite>>} */
export const SUITES = Object.freeze({
  unit: { project: 'unit', files: ['packages/native/test'], packaged: false },
  system: { project: 'memory', files: ['packages/native/test'], packaged: false },
  'end to end': {
    project: 'e2e',
    files: ['test/e2e/record/record.test.ts', 'test/e2e/server/attach.test.ts'],
    packaged: true,
  },
});
