import { TargetError } from '../../errors.ts';

/** The rejection of a request that its signal canceled. */
export function createAbortError(signal: AbortSignal): DOMException {
  return new DOMException('the request was canceled', {
    name: 'AbortError',
    cause: signal.reason,
  });
}

/** @throws an `AbortError` when the signal is aborted */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw createAbortError(signal);
}

/** The error of a target that was stopped before it was ready. */
export function stoppedWhileStarting(): TargetError {
  return new TargetError('the target was stopped while it was starting', {
    code: 'TARGET_STOPPED',
  });
}
