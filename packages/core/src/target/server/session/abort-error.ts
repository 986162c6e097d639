import { TargetError } from '../../errors.ts';
/** What a request that was cancelled by its signal rejects with. */
export function createAbortError(signal: AbortSignal): DOMException {
  return new DOMException('The request was cancelled.', {
    name: 'AbortError',
    cause: signal.reason,
  });
}

/** @throws an `AbortError` when the signal is aborted */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw createAbortError(signal);
}

/** A target was stopped before it had started. */
export function stoppedWhileStarting(): TargetError {
  return new TargetError('The target was stopped while it started.', { code: 'TARGET_STOPPED' });
}
