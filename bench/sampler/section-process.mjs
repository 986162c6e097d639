import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const HOST = fileURLToPath(new URL('section-host.mjs', import.meta.url));

/** The process of a module ended without a result; its error is on stderr. */
class ModuleFailure extends Error {}

/**
 * Runs `measure(context)` of `sections/<module>.mjs` in its own process.
 * @param {string} module
 * @param {import('./sections.mjs').SectionContext} context
 * @returns {Promise<unknown>} its result
 * @throws {ModuleFailure}
 */
export async function runModule(module, context) {
  const child = fork(HOST, {
    execArgv: ['--expose-gc'],
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  // Stdout belongs to the report.
  child.stdout.pipe(process.stderr);
  let result;
  child.once('message', (message) => {
    result = message;
  });
  const exited = once(child, 'exit');
  child.send({ module, context });
  const [code, signal] = await exited;
  if (code === 0 && result !== undefined) return result;
  const end = signal === null ? `with code ${code}` : `by ${signal}`;
  throw new ModuleFailure(`its process exited ${end}; its error is on stderr`);
}

/**
 * Measures a section in its own process, so that no section finds what another one has loaded or retained.
 * @param {import('./sections.mjs').Section} section
 * @param {import('./sections.mjs').SectionContext} context
 * @returns {Promise<import('../suite/report/report.mjs').SectionResult>}
 */
export async function measureSection(section, context) {
  const startedMs = performance.now();
  const durationMs = () => performance.now() - startedMs;
  try {
    const figures = await runModule(section.name, context);
    return { ...section, durationMs: durationMs(), figures };
  } catch (error) {
    if (!(error instanceof ModuleFailure)) throw error;
    return { ...section, durationMs: durationMs(), figures: [], failure: error.message };
  }
}
