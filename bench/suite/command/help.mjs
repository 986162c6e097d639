import { UsageError } from '../bench-error.mjs';

/** What all suites take; those of `modes` come first. */
const OPTIONS = [
  ['--json', 'print JSON'],
  ['--section NAME', 'measure only this section (repeatable)'],
  ['--save', 'save the result for later comparisons'],
  ['--against [RESULT]', 'compare with a saved result (default: latest)'],
  ['--from RESULT', 'use a saved result instead of measuring'],
  ['--results FOLDER', 'folder of saved results (default: bench/results)'],
  ['-h, --help', 'show help'],
];

const MODES = {
  quick: 'few repeats: shows that the suite works, too few to judge by',
  long: 'longer than by default',
};

const RESULT =
  'RESULT: latest (the newest saved result of the suite in the same mode), a commit, or a file.';

/** @param {Readonly<Record<string, string>>} suites what each measures, by name */
export function renderHelp(suites) {
  return [
    'Usage: npm run bench -- SUITE [options]',
    '',
    'measure Loadcell against its peers and against known values',
    '',
    'Suites:',
    ...inColumns(Object.entries(suites)),
    '',
    'Options:',
    ...inColumns([['--quick', MODES.quick], ...OPTIONS]),
    '',
    RESULT,
    'Compare two saved results without measuring: SUITE --from RESULT --against RESULT.',
    'Sections and further options of a suite: SUITE --help.',
    '',
  ].join('\n');
}

/**
 * @param {import('../run-suite.mjs').Suite<{ name: string, title: string }>} suite
 * @returns {string}
 */
export function renderSuiteHelp({ name, sections, modes, settings = [] }) {
  return [
    `Usage: npm run bench -- ${name} [options]`,
    '',
    'Sections:',
    ...inColumns(sections.map((section) => [section.name, section.title])),
    '',
    'Options:',
    ...inColumns([
      ...modes.map((mode) => [`--${mode}`, MODES[mode]]),
      ...OPTIONS,
      ...settings.map((setting) => [`--${setting} VALUE`, 'setting of this suite']),
    ]),
    '',
    RESULT,
    '',
  ].join('\n');
}

/**
 * @param {string | undefined} name
 * @param {Readonly<Record<string, string>>} suites
 * @returns {UsageError}
 */
export function unknownSuite(name, suites) {
  const message = name === undefined ? 'no suite was named' : `unknown suite "${name}"`;
  return new UsageError(message, `npm run bench -- ${Object.keys(suites).join('|')}`);
}

/** @param {readonly (readonly string[])[]} rows each a term and its description */
function inColumns(rows) {
  const width = Math.max(...rows.map(([term]) => term.length)) + 2;
  return rows.map(([term, description]) => `  ${term.padEnd(width)}${description}`);
}
