import { setImmediate } from 'node:timers/promises';

/** Rows after which the disk is waited for, and an abort is noticed. */
export const ROWS_PER_STEP = 1024;

/** Lets the disk and signals have their turn. @throws the reason of an abort */
export async function nextTurn(
  writer: { drained(): Promise<void> },
  signal: AbortSignal,
): Promise<void> {
  await writer.drained();
  await setImmediate();
  signal.throwIfAborted();
}
