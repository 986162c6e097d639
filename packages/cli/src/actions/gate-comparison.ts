import type { Comparison } from '@loadcell/core';
import { EXIT_CODES, type ExitCode } from '../exit-codes.ts';
import type { Terminal } from '../terminal/terminal.ts';

/**
 * The exit code of a comparison that gates something. The gate does not open for what could not be told.
 * @param stderr is told why, where the comparison itself shows no metric as worse
 */
export function gateComparison(
  { counts, unproven }: Pick<Comparison, 'counts' | 'unproven'>,
  stderr: Terminal['stderr'],
): ExitCode {
  if (counts.worse > 0) return EXIT_CODES.criterionFailed;
  if (unproven.length === 0) return EXIT_CODES.pass;
  const lines = unproven.map((line) => `  - ${line}\n`).join('');
  stderr.write(`Whether anything is worse cannot be told:\n${lines}`);
  return EXIT_CODES.untrusted;
}
