import type { CheckOutcome } from './check.ts';

/** Needed by the runner, the engine and both tiny models. */
const NEEDED_BYTES = 384 * 2 ** 20;
/** Leaves room for a small real model as well. */
const COMFORTABLE_BYTES = 2 ** 30;

/** Judges whether an amount of memory is enough for a run with the embedded engine. */
export function judgeMemory(bytes: number, found: string, remedy: string): CheckOutcome {
  if (bytes >= COMFORTABLE_BYTES) return { status: 'ok', found };
  return { status: bytes >= NEEDED_BYTES ? 'warning' : 'problem', found, remedy };
}
