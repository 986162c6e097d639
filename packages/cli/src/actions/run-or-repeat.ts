import type { Invocation } from '../command/command-definition.ts';
import type { ExitCode } from '../exit-codes.ts';
import { repeatRuns } from './repeat-runs.ts';
import { runTests } from './run-tests.ts';

/** Runs once, or as often and in turn with whatever the command line says. */
export function runOrRepeat(invocation: Invocation): Promise<ExitCode> {
  const { flags } = invocation;
  return flags.has('repeat') || flags.has('against')
    ? repeatRuns(invocation)
    : runTests(invocation);
}
