import { setImmediate } from 'node:timers/promises';

/** Lets the disk and signals have their turn. @throws the reason of an abort */
export async function nextTurn(
  writer: { drained(): Promise<void> },
  signal: AbortSignal,
): Promise<void> {
  await writer.drained();
  await setImmediate();
  signal.throwIfAborted();
}
