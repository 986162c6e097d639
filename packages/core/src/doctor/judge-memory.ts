import type { CheckOutcome } from './check.ts';

/** The runner, the engine and both tiny models. */
const NEEDED_BYTES = 384 * 2 ** 20;
/** Room for a small real model beside them. */
const COMFORTABLE_BYTES = 2 ** 30;

/** Whether an amount of memory is enough for a run of the embedded default. */
export function judgeMemory(bytes: number, found: string, remedy: string): CheckOutcome {
  if (bytes >= COMFORTABLE_BYTES) return { status: 'ok', found };
  return { status: bytes >= NEEDED_BYTES ? 'warning' : 'problem', found, remedy };
}
