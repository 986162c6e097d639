import { BenchError, writeError } from './bench-error.mjs';

const INTERRUPTED = 130;

/**
 * Measures one section. One that fails is reported, and the others go on.
 * @template {unknown[]} Context
 * @param {{ measure: (...context: Context) => Promise<object[]> }} section
 * @param {Context} context what it measures by
 * @returns {Promise<import('./report/report.mjs').SectionResult>}
 */
export async function measureSection({ measure, ...section }, ...context) {
  const startedMs = performance.now();
  const finish = (rest) => ({ ...section, durationMs: performance.now() - startedMs, ...rest });
  try {
    return finish({ figures: await measure(...context) });
  } catch (error) {
    if (error instanceof BenchError) writeError(error);
    else process.stderr.write(`${error.stack}\n`);
    return finish({ figures: [], failure: error.message });
  }
}

/** By default a signal ends this process without its `exit` event, on which sections end what they started. */
function interrupted() {
  process.exit(INTERRUPTED);
}

/**
 * Lets a suite end what it started also when a signal ends it.
 * @template Value
 * @param {() => Promise<Value>} measure
 * @returns {Promise<Value>}
 */
export async function endingOnSignals(measure) {
  process.once('SIGINT', interrupted);
  process.once('SIGTERM', interrupted);
  try {
    return await measure();
  } finally {
    process.off('SIGINT', interrupted);
    process.off('SIGTERM', interrupted);
  }
}
