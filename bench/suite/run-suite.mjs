import { loadavg } from 'node:os';
import { BenchError, UsageError, writeError } from './bench-error.mjs';
import { renderSuiteHelp } from './command/help.mjs';
import { parseOptions } from './command/options.mjs';
import { compareResults } from './comparison/compare-results.mjs';
import { renderComparison } from './comparison/comparison-table.mjs';
import { endingOnSignals } from './ending-on-signals.mjs';
import { describeMachine } from './report/machine.mjs';
import { summarize } from './report/report.mjs';
import { renderTable } from './report/table.mjs';
import { describeCommit } from './saved/commit.mjs';
import { ResultsFolder } from './saved/results-folder.mjs';
import { toSavedResult } from './saved/saved-result.mjs';

const FAILED = 1;
const USAGE = 2;

/**
 * @template {{ name: string, title: string, method: string }} Section
 * @typedef {object} Suite
 * @property {string} name
 * @property {readonly Section[]} sections
 * @property {readonly ('quick' | 'long')[]} modes besides the default
 * @property {readonly string[]} [settings] options of this suite that take a value
 * @property {boolean} [mustHold] whether a missed target fails the command
 * @property {(sections: readonly Section[], mode: string, machine: object, settings: Readonly<Record<string, string>>) =>
 *   Promise<import('./report/report.mjs').SectionResult[]>} measure measures the sections in turn, and announces each
 */

/**
 * Measures a suite, or opens a saved result of it, and prints the figures, and how they compare where that was requested.
 * The exit code is 0 when every section was measured; of suites that must hold, when every target was met as well.
 * @template {{ name: string, title: string, method: string }} Section
 * @param {Suite<Section>} suite
 * @param {string[]} args
 * @returns {Promise<number>} exit code
 */
export async function runSuite(suite, args) {
  try {
    const options = parseOptions(args, suite);
    if (options.help) {
      process.stdout.write(renderSuiteHelp(suite));
      return 0;
    }
    const report = await reportFor(suite, args, options);
    process.stdout.write(
      options.json ? `${JSON.stringify(report, null, 2)}\n` : renderText(report),
    );
    const { failedSections, missed, notMeasured } = report.summary;
    const isMissed = suite.mustHold === true && missed.length + notMeasured.length > 0;
    return failedSections.length > 0 || isMissed ? FAILED : 0;
  } catch (error) {
    if (!(error instanceof BenchError)) throw error;
    writeError(error);
    return error instanceof UsageError ? USAGE : FAILED;
  }
}

/** @param {import('./report/report.mjs').BenchReport & { comparison?: object }} report */
function renderText({ comparison, ...report }) {
  if (comparison === undefined) return renderTable(report);
  return `${report.command}\n${renderComparison(comparison)}`;
}

/**
 * @param {Suite<{ name: string, title: string, method: string }>} suite
 * @param {string[]} args
 * @param {import('./command/options.mjs').BenchOptions<{ name: string, title: string, method: string }>} options
 * @returns {Promise<import('./report/report.mjs').BenchReport & { comparison?: object }>}
 */
async function reportFor(suite, args, options) {
  const { mode, against, from, save } = options;
  const folder = new ResultsFolder(options.results, suite.name);
  // Both before anything is measured: a wrong name costs no minutes, and the latest is not the one that this run saves.
  const base = against === undefined ? undefined : folder.find(against, mode);
  const saved = from === undefined ? undefined : folder.find(from, mode);
  const command = [`npm run bench -- ${suite.name}`, ...args].join(' ');
  const report =
    saved === undefined
      ? { command, ...(await measure(suite, options)) }
      : { command, ...reportOf(saved.result, suite) };
  const file = save ? folder.save(toSavedResult(report)) : (saved?.file ?? null);
  if (save) process.stderr.write(`Saved: ${file}\n`);
  if (base === undefined) return report;
  const now = { file, result: saved?.result ?? toSavedResult(report) };
  return { ...report, comparison: compareResults(base, now) };
}

/**
 * @param {Suite<{ name: string, title: string, method: string }>} suite
 * @param {import('./command/options.mjs').BenchOptions<{ name: string, title: string, method: string }>} options
 * @returns {Promise<Omit<import('./report/report.mjs').BenchReport, 'command'>>}
 */
async function measure(suite, { mode, sections: asked, settings }) {
  const startedAt = new Date().toISOString();
  const startedMs = performance.now();
  const commit = describeCommit();
  const machine = describeMachine();
  const sections = await endingOnSignals(() => suite.measure(asked, mode, machine, settings));
  return {
    suite: suite.name,
    options: {
      mode,
      sections: asked.map(({ name }) => name),
      settings: Object.keys(settings),
    },
    commit,
    startedAt,
    durationMs: performance.now() - startedMs,
    machine,
    loadAverageAtEnd: loadavg(),
    sections,
    summary: summarize(sections),
  };
}

/**
 * The report that a saved result is of; a section that is gone from the suite keeps its name only.
 * @param {import('./saved/saved-result.mjs').SavedResult} result
 * @param {Suite<{ name: string, title: string, method: string }>} suite
 * @returns {Omit<import('./report/report.mjs').BenchReport, 'command'>}
 */
function reportOf({ format: _format, sections: saved, ...result }, suite) {
  const sections = saved.map((section) => {
    const known = suite.sections.find(({ name }) => name === section.name);
    return { title: known?.title ?? section.name, method: known?.method ?? '', ...section };
  });
  return { ...result, sections, summary: summarize(sections) };
}
