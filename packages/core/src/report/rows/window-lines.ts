import { formatMs } from '../../metric/format/format-value.ts';
import type { PhaseResult } from '../results/run-results.ts';

/** The windows of a phase in which only samples are looked at, in one line; none where there was none. */
export function windowLines({ windows }: PhaseResult): string[] {
  if (windows.length === 0) return [];
  const described = windows.map(
    ({ name, durationMs, isWhole }) =>
      `${name} ${formatMs(durationMs)}${isWhole ? '' : ' (cut off)'}`,
  );
  return [`Windows: ${described.join(', ')}.`];
}
