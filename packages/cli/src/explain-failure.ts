import { CommanderError } from 'commander';
import { EXIT_CODES, type ExitCode } from './exit-codes.ts';

/** An error as the person at the terminal gets it. */
export interface Failure {
  readonly text: string;
  readonly exitCode: ExitCode;
}

/** Exit codes by the stable `code` of Loadcell's errors; those of a target share a beginning. */
const EXIT_CODE_BY_ERROR_CODE: ReadonlyMap<string, ExitCode> = new Map([
  ['USAGE', EXIT_CODES.usage],
  ['CONFIG', EXIT_CODES.usage],
  ['TEST', EXIT_CODES.targetFailed],
  ['RESOURCE', EXIT_CODES.targetFailed],
  // Not all that was sampled could be written.
  ['RECORDING', EXIT_CODES.untrusted],
  ['EXPORT', EXIT_CODES.untrusted],
  ['REPORT', EXIT_CODES.untrusted],
  ['RUN_UNREADABLE', EXIT_CODES.untrusted],
]);

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}

function knownExitCode(error: Error): ExitCode | undefined {
  const code = codeOf(error);
  if (code.startsWith('TARGET')) return EXIT_CODES.targetFailed;
  // Without the addon nothing can be measured: the target is not to blame, and nor is the configuration.
  if (code.startsWith('NATIVE_')) return EXIT_CODES.untrusted;
  return EXIT_CODE_BY_ERROR_CODE.get(code);
}

/** What led to an error, from the nearest to the first cause, where it says anything new. */
function causesOf(error: Error): string[] {
  if (!(error.cause instanceof Error)) return [];
  const { message } = error.cause;
  const rest = causesOf(error.cause);
  return error.message.includes(message) ? rest : [message, ...rest];
}

/**
 * Says what went wrong and which exit code that is. The class of an error is not asked for, its `code` is: an
 * error may come from another copy of the library. What carries no code of ours is a defect: it keeps its stack, and
 * nothing that was measured can be trusted.
 */
export function explainFailure(error: unknown): Failure {
  if (error instanceof CommanderError) {
    const text = error.message.replace(/^error: /, '');
    return { text: `${text}\nSee loadcell --help.`, exitCode: EXIT_CODES.usage };
  }
  if (!(error instanceof Error)) return { text: String(error), exitCode: EXIT_CODES.untrusted };
  const exitCode = knownExitCode(error);
  if (exitCode === undefined) {
    return { text: error.stack ?? error.message, exitCode: EXIT_CODES.untrusted };
  }
  const causes = exitCode === EXIT_CODES.usage ? [] : causesOf(error);
  const text = [error.message, ...causes.map((cause) => `  because: ${cause}`)].join('\n');
  return { text, exitCode };
}
