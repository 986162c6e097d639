import type { Comparison } from '@loadcell/core';
import { EXIT_CODES, type ExitCode } from '../exit-codes.ts';
import type { Terminal } from '../terminal/terminal.ts';

/**
 * The exit code of a comparison that is a gate: it does not pass what the candidate did not measure.
 * @param stderr takes the reasons, where the comparison itself shows no metric as worse
 */
export function gateComparison(
  { counts, unproven }: Pick<Comparison, 'counts' | 'unproven'>,
  stderr: Terminal['stderr'],
): ExitCode {
  if (counts.worse > 0) return EXIT_CODES.criterionFailed;
  if (unproven.length === 0) return EXIT_CODES.pass;
  const lines = unproven.map((line) => `  - ${line}\n`).join('');
  stderr.write(`Inconclusive: regressions could not be ruled out.\n${lines}`);
  return EXIT_CODES.untrusted;
}
