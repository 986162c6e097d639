import { describeEnd } from '../spec/describe-end.ts';
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
    const hasWritten = outputTail !== '';
    const silence = isChild ? '. It wrote nothing' : '';
    const wrote = hasWritten ? `. It last wrote:\n${outputTail}` : silence;
    super(`target process ${exit.pid} ${describeEnd(exit)}${wrote}`, {
      ...options,
      code: 'TARGET_DIED',
      ...(isChild || hasWritten ? {} : { help: 'check its log' }),
    });
    this.exit = exit;
    this.outputTail = outputTail;
    this.isStarting = options?.isStarting ?? false;
  }
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
