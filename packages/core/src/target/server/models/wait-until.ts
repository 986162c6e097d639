import { setTimeout as delay } from 'node:timers/promises';
import { nowNs } from '../../../stream/clock.ts';
import { TargetError } from '../../errors.ts';

/** How often a server is asked; a load is noticed by as much too late at the most. */
const PERIOD_MS = 10;

/** What is waited for, and for how long. */
export interface Patience {
  /** Ends the sentence "The server did not … within 600 s". */
  readonly what: string;
  readonly boundMs: number;
  readonly signal: AbortSignal | undefined;
}

/**
 * Asks again and again until something is so.
 * @throws {TargetError} when it is not in time
 */
export async function waitUntil(
  isSo: () => Promise<boolean>,
  { what, boundMs, signal }: Patience,
): Promise<void> {
  const untilNs = nowNs() + boundMs * 1e6;
  while (!(await isSo())) {
    if (nowNs() > untilNs) {
      throw new TargetError(
        `The server did not ${what} within ${boundMs / 1000} s. Read its log, or raise target.requestTimeout.`,
        { code: 'MODEL_NOT_READY' },
      );
    }
    await delay(PERIOD_MS, undefined, signal === undefined ? {} : { signal });
  }
}
