import { isCodedError } from './error-code.ts';
import { EXIT_CODES, type ExitCode } from './exit-codes.ts';
import { explainDenial, isOfPermissions, PERMISSIONS_HELP } from './explain-denial.ts';
import { printable } from './terminal/printable.ts';

/** An error as the person at the terminal gets it. */
export interface Failure {
  /** Stable identifier, for programs. */
  readonly code: string;
  /** `error: …`, and `help: …` where there is something to do. */
  readonly text: string;
  readonly exitCode: ExitCode;
}

/** Exit codes by the stable `code` of Loadcell's errors; those of a target share a beginning. */
const EXIT_CODE_BY_ERROR_CODE: ReadonlyMap<string, ExitCode> = new Map([
  ['USAGE', EXIT_CODES.usage],
  ['CONFIG', EXIT_CODES.usage],
  ['TEST', EXIT_CODES.targetFailed],
  ['RESOURCE', EXIT_CODES.targetFailed],
  ['TOKEN_LIMIT', EXIT_CODES.targetFailed],
  // Not all that was sampled could be written.
  ['RECORDING', EXIT_CODES.untrusted],
  ['EXPORT', EXIT_CODES.untrusted],
  ['REPORT', EXIT_CODES.untrusted],
  ['RUN_UNREADABLE', EXIT_CODES.untrusted],
]);

function codeOf(error: Error): string {
  return isCodedError(error) ? error.code : '';
}

function knownExitCode(error: Error): ExitCode | undefined {
  const code = codeOf(error);
  if (code.startsWith('TARGET')) return EXIT_CODES.targetFailed;
  // Without the addon nothing can be measured: the target is not to blame, and nor is the configuration.
  if (code.startsWith('NATIVE_') || code === 'ERR_ACCESS_DENIED') return EXIT_CODES.untrusted;
  return EXIT_CODE_BY_ERROR_CODE.get(code);
}

/** What led to an error, from the nearest to the first cause, where it says anything new. */
function causesOf(error: Error): string[] {
  if (!(error.cause instanceof Error)) return [];
  const { message } = error.cause;
  const rest = causesOf(error.cause);
  return error.message.includes(message) ? rest : [message, ...rest];
}

/** What happened and what to do, where an error keeps them apart. */
function partsOf(error: Error): { readonly summary: string; readonly help?: string } {
  const own = 'summary' in error && typeof error.summary === 'string' ? error.summary : undefined;
  const summary = own ?? explainDenial(error) ?? error.message;
  if (isOfPermissions(error)) return { summary, help: PERMISSIONS_HELP };
  if (own === undefined) return { summary };
  if (!('help' in error) || typeof error.help !== 'string') return { summary: error.message };
  return { summary: own, help: error.help };
}

/**
 * What happened on one line, what to do on the next.
 * @param effect what the error means for the run, said after what to do
 */
export function explainError(error: Error, effect?: string): string {
  const { summary, help } = partsOf(error);
  const end = [help, effect].filter((part) => part !== undefined).join('; ');
  const lines = summary.split('\n').map(printable).join('\n');
  return `error: ${lines}${end === '' ? '' : `\nhelp: ${printable(end)}`}`;
}

/**
 * Explains an error and gives its exit code. The class of an error is not asked for, its `code` is: an error may come from
 * another copy of the library. What carries no known code is a defect: it keeps its stack, and nothing that was measured
 * can be trusted.
 */
export function explainFailure(error: unknown): Failure {
  if (!(error instanceof Error)) {
    return { code: 'DEFECT', text: `error: ${String(error)}`, exitCode: EXIT_CODES.untrusted };
  }
  const exitCode = knownExitCode(error);
  if (exitCode === undefined) {
    const text = `error: ${error.stack ?? error.message}`;
    return { code: 'DEFECT', text, exitCode: EXIT_CODES.untrusted };
  }
  // What to do says more than what led to it.
  const isExplained = exitCode === EXIT_CODES.usage || partsOf(error).help !== undefined;
  const causes = isExplained ? [] : causesOf(error);
  const text = [explainError(error), ...causes.map((cause) => `  because: ${cause}`)].join('\n');
  return { code: codeOf(error), text, exitCode };
}
