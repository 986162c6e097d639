import type { WaitState } from '@loadcell/core';
import { formatElapsed } from './format-elapsed.ts';

/** Minimum time between notes on changes, ms; some servers report their progress in each response. */
const CHANGE_PERIOD_MS = 5000;
/** Period of notes without a change, ms. */
const REPEAT_PERIOD_MS = 30_000;

/** Prints notes while a server is starting; none where the first attempt succeeds. */
export function waitNotes(note: (line: string) => void): (state: WaitState) => void {
  let noted: WaitState | undefined;
  return (state) => {
    const { url, isOver, said, elapsedMs, timeoutMs } = state;
    if (isOver) {
      if (noted !== undefined) note(`Server at ${url} responded after ${formatElapsed(elapsedMs)}`);
      return;
    }
    if (noted !== undefined) {
      const periodMs = said === noted.said ? REPEAT_PERIOD_MS : CHANGE_PERIOD_MS;
      if (elapsedMs - noted.elapsedMs < periodMs) return;
    }
    noted = state;
    const time = `${formatElapsed(elapsedMs)} of ${formatElapsed(timeoutMs)}`;
    note(`Waiting for the server at ${url} (${time}): ${said}`);
  };
}
