import { loadavg } from 'node:os';
import { parseOptions, UsageError } from './options.mjs';
import { planFor } from './plan.mjs';
import { describeMachine } from '../sampler/report/machine.mjs';
import { summarize } from '../sampler/report/report.mjs';
import { renderTable } from '../sampler/report/table.mjs';

const FAILED = 1;
const USAGE = 2;

/**
 * Measures the wire beside its peers and prints the figures; the code says whether they could be taken, not whether
 * they meet their targets.
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
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return USAGE;
  }
}

/**
 * @param {string[]} args
 * @param {import('./options.mjs').BenchOptions} options
 */
async function measure(args, { mode, sections: asked }) {
  const startedAt = new Date().toISOString();
  const startedMs = performance.now();
  const machine = describeMachine();
  const plan = planFor(mode);
  const sections = [];
  for (const section of asked) {
    process.stderr.write(`${section.name}: ${section.title}\n`);
    sections.push(await measureSection(section, plan));
  }
  return {
    suite: 'wire',
    command: ['npm run bench -- wire', ...args].join(' '),
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
 * What is measured runs in processes of its own, which are ended before this returns. A section that fails is told, and
 * the others go on.
 * @param {import('./sections.mjs').Section} section
 * @param {ReturnType<typeof planFor>} plan
 */
async function measureSection({ measure: measureFigures, ...section }, plan) {
  const startedMs = performance.now();
  const finish = (rest) => ({ ...section, durationMs: performance.now() - startedMs, ...rest });
  try {
    return finish({ figures: await measureFigures(plan) });
  } catch (error) {
    process.stderr.write(`${error.stack}\n`);
    return finish({ figures: [], failure: error.message });
  }
}
