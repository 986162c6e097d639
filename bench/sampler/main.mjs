import { loadavg } from 'node:os';
import { parseOptions, UsageError } from './options.mjs';
import { planFor } from './plan.mjs';
import { CompilerMissingError, Programs } from './programs.mjs';
import { describeMachine } from './report/machine.mjs';
import { summarize } from './report/report.mjs';
import { renderTable } from './report/table.mjs';
import { measureSection } from './section-process.mjs';

const FAILED = 1;
const USAGE = 2;
const INTERRUPTED = 130;

/**
 * Measures the sampler beside its peers and prints the figures; the code says whether they could be taken, not
 * whether they meet their targets.
 * @param {string[]} args
 * @returns {Promise<number>} exit code
 */
export async function run(args) {
  try {
    const options = parseOptions(args);
    const report = await measure(args, options);
    process.stdout.write(
      options.json ? `${JSON.stringify(report, null, 2)}\n` : renderTable(report),
    );
    return report.summary.failedSections.length === 0 ? 0 : FAILED;
  } catch (error) {
    if (!(error instanceof UsageError || error instanceof CompilerMissingError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return error instanceof UsageError ? USAGE : FAILED;
  }
}

/**
 * @param {string[]} args
 * @param {import('./options.mjs').BenchOptions} options
 * @returns {Promise<import('./report/report.mjs').BenchReport>}
 */
async function measure(args, { mode, sections: asked }) {
  const startedAt = new Date().toISOString();
  const startedMs = performance.now();
  const machine = describeMachine();
  const sections = [];
  await withPrograms(async (programs) => {
    const context = { plan: planFor(mode), programs, machine };
    for (const section of asked) {
      process.stderr.write(`${section.name}: ${section.title}\n`);
      sections.push(await measureSection(section, context));
    }
  });
  return {
    suite: 'sampler',
    command: ['npm run bench -- sampler', ...args].join(' '),
    mode,
    startedAt,
    durationMs: performance.now() - startedMs,
    machine,
    loadAverageAtEnd: loadavg(),
    sections,
    summary: summarize(sections),
  };
}

/**
 * Compiles the programs for as long as they are used; they go with an interruption too.
 * @param {(paths: Record<string, string>) => Promise<void>} use
 */
async function withPrograms(use) {
  const programs = new Programs();
  const interrupted = () => {
    programs.remove();
    process.exit(INTERRUPTED);
  };
  process.once('SIGINT', interrupted);
  process.once('SIGTERM', interrupted);
  try {
    await use(programs.paths);
  } finally {
    process.off('SIGINT', interrupted);
    process.off('SIGTERM', interrupted);
    programs.remove();
  }
}
