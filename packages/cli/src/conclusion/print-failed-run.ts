import { failedRun, type RunConclusion } from '@loadcell/core';
import { explainError } from '../explain-failure.ts';
import type { Terminal } from '../terminal/terminal.ts';

/**
 * Prints why a run without a successful request failed, in two lines, after the verdict if the target was reached. It replaces
 * the report, whose tables of metrics that were not measured would hide the reason.
 * @returns whether the run was such a run
 */
export function printFailedRun(conclusion: RunConclusion, { stdout, stderr }: Terminal): boolean {
  const failed = failedRun(conclusion);
  if (failed === undefined) return false;
  if (failed.isReached) {
    const { passedPhases, totalPhases } = conclusion.report.summary;
    stdout.write(`FAIL  ${passedPhases} of ${totalPhases} phases passed, no request succeeded\n`);
  }
  stderr.write(
    `${explainError(failed.error, failed.isBefore ? 'nothing was measured' : undefined)}\n`,
  );
  return true;
}
