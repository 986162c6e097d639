import { isCodedError } from './error-code.ts';
import { EXIT_CODES, type ExitCode } from './exit-codes.ts';
import { explainDenial, isOfPermissions, PERMISSIONS_HELP } from './explain-denial.ts';
import { printable } from './terminal/printable.ts';

/** An error as the user sees it. */
export interface Failure {
  /** Stable identifier, for programs. */
  readonly code: string;
  /** `error: …`, and `help: …` on the next line where there is a remedy. */
  readonly text: string;
  readonly exitCode: ExitCode;
}

/** Codes of errors of a target, a bus and a fleet, which share prefixes. */
const OF_TARGET = /^(?:TARGET|MODEL|ENGINE|BUS|FLEET_|AGENT_)/;

/** Once a run over several machines has begun, a failure of theirs or of the bus says nothing about the target. */
const OF_FLEET_RUN: ReadonlySet<string> = new Set([
  'BUS_LOST',
  'FLEET_LOST',
  'FLEET_STALLED',
  'FLEET_AGENT',
  'FLEET_FETCH',
]);

/** Exit codes by the stable `code` of Loadcell's other errors. */
const EXIT_CODE_BY_ERROR_CODE: ReadonlyMap<string, ExitCode> = new Map([
  ['USAGE', EXIT_CODES.usage],
  ['CONFIG', EXIT_CODES.usage],
  ['TEST', EXIT_CODES.targetFailed],
  ['RESOURCE', EXIT_CODES.targetFailed],
  ['BUS', EXIT_CODES.targetFailed],
  ['TOKEN_LIMIT', EXIT_CODES.targetFailed],
  ['MERGE', EXIT_CODES.targetFailed],
  // Some samples could not be written.
  ['RECORDING', EXIT_CODES.unreliable],
  ['EXPORT', EXIT_CODES.unreliable],
  ['REPORT', EXIT_CODES.unreliable],
  ['RUN_UNREADABLE', EXIT_CODES.unreliable],
]);

function codeOf(error: Error): string {
  return isCodedError(error) ? error.code : '';
}

function knownExitCode(error: Error): ExitCode | undefined {
  const code = codeOf(error);
  if (OF_FLEET_RUN.has(code)) return EXIT_CODES.unreliable;
  if (OF_TARGET.test(code)) return EXIT_CODES.targetFailed;
  // Without the addon nothing can be measured, and neither the target nor the configuration is the cause.
  if (code.startsWith('NATIVE_') || code === 'ERR_ACCESS_DENIED') return EXIT_CODES.unreliable;
  // An error that explains itself is no defect, whatever its code.
  return (
    EXIT_CODE_BY_ERROR_CODE.get(code) ?? (isExplained(error) ? EXIT_CODES.unreliable : undefined)
  );
}

function isExplained(error: Error): boolean {
  return 'help' in error && typeof error.help === 'string';
}

/** Messages of the causes of an error, nearest first, without those that its own message repeats. */
function causesOf(error: Error): string[] {
  if (!(error.cause instanceof Error)) return [];
  const { message } = error.cause;
  const rest = causesOf(error.cause);
  return error.message.includes(message) ? rest : [message, ...rest];
}

/** The two lines of an error: what happened, and what to do where the error has that. */
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
 * @param effect what the error means for the run; follows what to do
 */
export function explainError(error: Error, effect?: string): string {
  const { summary, help } = partsOf(error);
  const end = [help, effect].filter((part) => part !== undefined).join('; ');
  const lines = summary.split('\n').map(printable).join('\n');
  return `error: ${lines}${end === '' ? '' : `\nhelp: ${printable(end)}`}`;
}

/**
 * Explains an error and gives its exit code. Errors are recognized by `code`, not by class, since they may come from another
 * copy of the library. An error without a known code is a defect: it keeps its stack, and the measurement is unreliable.
 */
export function explainFailure(error: unknown): Failure {
  if (!(error instanceof Error)) {
    return { code: 'DEFECT', text: `error: ${String(error)}`, exitCode: EXIT_CODES.unreliable };
  }
  const exitCode = knownExitCode(error);
  if (exitCode === undefined) {
    const text = `error: ${error.stack ?? error.message}`;
    return { code: 'DEFECT', text, exitCode: EXIT_CODES.unreliable };
  }
  // A remedy makes the causes redundant.
  const isEnough = exitCode === EXIT_CODES.usage || partsOf(error).help !== undefined;
  const causes = isEnough ? [] : causesOf(error);
  const text = [explainError(error), ...causes.map((cause) => `  because: ${cause}`)].join('\n');
  return { code: codeOf(error), text, exitCode };
}
