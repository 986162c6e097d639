import { reasonFor } from './limits.mjs';

/**
 * @typedef {object} Run
 * @property {string} platform
 * @property {string} name of the suite
 * @property {import('./run-suite.mjs').Outcome[]} outcomes
 * @property {number} seconds
 */

/** @param {Run} run */
function sorted({ platform, outcomes }) {
  const failed = outcomes.filter(({ status }) => status === 'failed');
  return {
    passed: outcomes.filter(({ status }) => status === 'passed').length,
    skipped: outcomes.filter(({ status }) => status === 'skipped').length,
    failed: failed.filter(({ test }) => reasonFor(platform, test) === undefined),
    limited: failed.filter(({ test }) => reasonFor(platform, test) !== undefined),
  };
}

/**
 * Describes what ran and what did not.
 * @param {readonly Run[]} runs
 * @returns {{ lines: string[], hasFailed: boolean }}
 */
export function summarize(runs) {
  const lines = runs.flatMap((run) => {
    const { platform, name, seconds } = run;
    const { passed, skipped, failed, limited } = sorted(run);
    const counts = `${passed} passed, ${failed.length} failed, ${limited.length} not possible, ${skipped} skipped`;
    return [
      `${platform}, ${name}: ${counts} (${seconds} s)`,
      ...failed.map(({ test }) => `  failed: ${test}`),
      ...limited.map(({ test }) => `  not possible: ${test}: ${reasonFor(platform, test)}`),
    ];
  });
  return { lines, hasFailed: runs.some((run) => sorted(run).failed.length > 0) };
}
