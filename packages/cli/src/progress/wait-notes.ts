import type { WaitState } from '@loadcell/core';
import { formatElapsed } from './format-elapsed.ts';

/** Notes on what changes are at least this far apart, ms: some servers report their progress in each response. */
const CHANGE_PERIOD_MS = 5000;
/** How often it is noted that nothing has changed, ms. */
const REPEAT_PERIOD_MS = 30_000;

/** Turns the attempts to reach a server that is still starting into notes; none where the first one succeeds. */
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
