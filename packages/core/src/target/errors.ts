import { LoadcellError, type LoadcellErrorOptions } from '../spec/error/errors.ts';
import type { TargetExit } from './target.ts';

/** The target could not be started, reached or used. */
export class TargetError extends LoadcellError {
  constructor(message: string, options?: LoadcellErrorOptions & { code?: string }) {
    super(options?.code ?? 'TARGET', message, options);
  }
}

/** The process of the target has exited. */
export class TargetDiedError extends TargetError {
  readonly exit: TargetExit;
  /** The end of the output of the process; empty when it wrote nothing. */
  readonly outputTail: string;
  /** Whether it exited before it was ready. */
  readonly isStarting: boolean;

  constructor(
    exit: TargetExit,
    options?: ErrorOptions & { outputTail?: string; isStarting?: boolean },
  ) {
    const outputTail = (options?.outputTail ?? '').trim();
    const isChild = exit.signal !== null || exit.exitCode !== null;
    const silence = isChild ? 'It wrote nothing.' : 'Check its log.';
    const wrote = outputTail === '' ? silence : `It last wrote:\n${outputTail}`;
    super(`The target's process ${exit.pid} ended unexpectedly ${how(exit)}. ${wrote}`, {
      ...options,
      code: 'TARGET_DIED',
    });
    this.exit = exit;
    this.outputTail = outputTail;
    this.isStarting = options?.isStarting ?? false;
  }
}

/** Only the parent of a process learns its exit status, so that of an attached process is unknown. */
function how({ exitCode, signal }: TargetExit): string {
  if (signal !== null) return `by signal ${signal}`;
  return exitCode === null ? 'with unknown exit status' : `with code ${exitCode}`;
}

/** A target can be started once. */
export function alreadyStarted(): TargetError {
  return new TargetError('the target was already started or stopped', {
    code: 'TARGET_STARTED',
    help: 'make a new target to start again',
  });
}

/** A target was used before it was started, or after it was stopped. */
export function notStarted(): TargetError {
  return new TargetError('the target is not running', {
    code: 'TARGET_NOT_STARTED',
    help: 'start the target first',
  });
}
