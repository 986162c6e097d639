import type { Comparison } from '@loadcell/core';
import { EXIT_CODES, type ExitCode } from '../exit-codes.ts';
import type { Terminal } from '../terminal/terminal.ts';

/**
 * The exit code of a comparison with `--fail-on regression`. It does not pass without a metric that a criterion or `--metric`
 * names, or without a comparison; a metric that is inconclusive passes.
 * @param stderr receives what could not be compared, when no metric is worse
 */
export function gateComparison(
  { counts, unproven }: Pick<Comparison, 'counts' | 'unproven'>,
  stderr: Terminal['stderr'],
): ExitCode {
  if (counts.worse > 0) return EXIT_CODES.criterionFailed;
  if (unproven.length === 0) return EXIT_CODES.pass;
  const lines = unproven.map((line) => `  - ${line}\n`).join('');
  stderr.write(`Not compared, so the gate does not pass:\n${lines}`);
  return EXIT_CODES.unreliable;
}
