import { loadavg } from 'node:os';
import { parseOptions, UsageError } from './options.mjs';
import { describeMachine } from './report/machine.mjs';
import { summarize } from './report/report.mjs';
import { renderTable } from './report/table.mjs';

const FAILED = 1;
const USAGE = 2;

/** What a suite needs is not there; the message says what to do. */
export class MissingError extends Error {}

/**
 * @template {{ name: string, title: string }} Section
 * @typedef {object} Suite
 * @property {string} name
 * @property {readonly Section[]} sections
 * @property {readonly ('quick' | 'long')[]} modes those that it has beside the default
 * @property {readonly string[]} [settings] options of its own that take a value
 * @property {boolean} [mustHold] whether a missed target is a failure, in the exit code too
 * @property {(sections: readonly Section[], mode: string, machine: object, settings: Readonly<Record<string, string>>) =>
 *   Promise<import('./report/report.mjs').SectionResult[]>} measure
 *   measures the sections in turn; says each before it begins
 */

/**
 * Measures a suite and prints the figures. The exit code says whether they could be taken, and of suites that must hold
 * whether they meet their targets.
 * @template {{ name: string, title: string }} Section
 * @param {Suite<Section>} suite
 * @param {string[]} args
 * @returns {Promise<number>} exit code
 */
export async function runSuite(suite, args) {
  try {
    const options = parseOptions(args, suite.sections, suite.modes, suite.settings);
    const report = await measure(suite, args, options);
    process.stdout.write(
      options.json ? `${JSON.stringify(report, null, 2)}\n` : renderTable(report),
    );
    const { failedSections, missed, notMeasured } = report.summary;
    const isMissed = suite.mustHold === true && missed.length + notMeasured.length > 0;
    return failedSections.length > 0 || isMissed ? FAILED : 0;
  } catch (error) {
    if (!(error instanceof UsageError || error instanceof MissingError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return error instanceof UsageError ? USAGE : FAILED;
  }
}

/**
 * Says which section is measured, and measures it.
 * @template {{ name: string, title: string }} Section
 * @template Figures
 * @param {readonly Section[]} sections
 * @param {(section: Section) => Promise<Figures>} measureOne
 * @returns {Promise<Figures[]>}
 */
export async function inTurn(sections, measureOne) {
  const measured = [];
  for (const section of sections) {
    process.stderr.write(`${section.name}: ${section.title}\n`);
    measured.push(await measureOne(section));
  }
  return measured;
}

/**
 * @param {Suite<{ name: string, title: string }>} suite
 * @param {string[]} args
 * @param {import('./options.mjs').BenchOptions<{ name: string, title: string }>} options
 * @returns {Promise<import('./report/report.mjs').BenchReport>}
 */
async function measure(suite, args, { mode, sections: asked, settings }) {
  const startedAt = new Date().toISOString();
  const startedMs = performance.now();
  const machine = describeMachine();
  const sections = await suite.measure(asked, mode, machine, settings);
  return {
    suite: suite.name,
    command: [`npm run bench -- ${suite.name}`, ...args].join(' '),
    mode,
    startedAt,
    durationMs: performance.now() - startedMs,
    machine,
    loadAverageAtEnd: loadavg(),
    sections,
    summary: summarize(sections),
  };
}
