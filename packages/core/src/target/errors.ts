import { LoadcellError } from '../spec/errors.ts';
import type { TargetExit } from './target.ts';

/** The target could not be started, reached or used: what happened, and what to do. */
export class TargetError extends LoadcellError {
  constructor(message: string, options?: ErrorOptions & { code?: string }) {
    super(options?.code ?? 'TARGET', message, options);
  }
}

/** The process of the target is gone. */
export class TargetDiedError extends TargetError {
  readonly exit: TargetExit;
  /** The last that the process wrote to its output; empty when it wrote nothing. */
  readonly outputTail: string;

  constructor(exit: TargetExit, options?: ErrorOptions & { outputTail?: string }) {
    const how = exit.signal === null ? `with code ${exit.exitCode}` : `by signal ${exit.signal}`;
    const outputTail = (options?.outputTail ?? '').trim();
    const wrote = outputTail === '' ? 'It wrote nothing.' : `It last wrote:\n${outputTail}`;
    super(`The target's process ${exit.pid} ended ${how} while it was needed. ${wrote}`, {
      ...options,
      code: 'TARGET_DIED',
    });
    this.exit = exit;
    this.outputTail = outputTail;
  }
}
