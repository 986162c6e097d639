import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const HOST = fileURLToPath(new URL('section-host.mjs', import.meta.url));

/**
 * @typedef {import('./sections.mjs').Section & {
 *   durationMs: number,
 *   figures: import('./report/figure.mjs').Figure[],
 *   failure?: string,
 * }} SectionResult figures are empty when the section failed, and `failure` says why
 */

/**
 * Measures a section in a process of its own, so that no section finds what another one has loaded or left.
 * @param {import('./sections.mjs').Section} section
 * @param {import('./sections.mjs').SectionContext} context
 * @returns {Promise<SectionResult>}
 */
export async function measureSection(section, context) {
  const startedMs = performance.now();
  const child = fork(HOST, {
    execArgv: ['--expose-gc'],
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  // Stdout belongs to the report.
  child.stdout.pipe(process.stderr);
  let figures = [];
  child.once('message', (message) => {
    figures = message;
  });
  const exited = once(child, 'exit');
  child.send({ name: section.name, context });
  const [code, signal] = await exited;
  const result = { ...section, durationMs: performance.now() - startedMs, figures };
  if (code === 0 && figures.length > 0) return result;
  const end = signal === null ? `with code ${code}` : `by ${signal}`;
  return { ...result, failure: `its process ended ${end}; its error is on stderr` };
}
