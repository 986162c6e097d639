import type { Comparison } from '@loadcell/core';
import { EXIT_CODES, type ExitCode } from '../exit-codes.ts';
import type { Terminal } from '../terminal/terminal.ts';

/**
 * The exit code of a comparison with `--fail-on regression`. A metric that the candidate did not measure does not pass.
 * @param stderr receives the reasons when no metric is worse but some are inconclusive
 */
export function gateComparison(
  { counts, unproven }: Pick<Comparison, 'counts' | 'unproven'>,
  stderr: Terminal['stderr'],
): ExitCode {
  if (counts.worse > 0) return EXIT_CODES.criterionFailed;
  if (unproven.length === 0) return EXIT_CODES.pass;
  const lines = unproven.map((line) => `  - ${line}\n`).join('');
  stderr.write(`Inconclusive: regressions could not be ruled out.\n${lines}`);
  return EXIT_CODES.unreliable;
}
