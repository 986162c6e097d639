import { formatMs } from '../../metric/format/format-value.ts';
import type { PhaseResult } from '../results/run-results.ts';

/** The windows of a phase for samples alone, such as idle and cooldown, in one line; none where there was none. */
export function windowLines({ windows }: PhaseResult): string[] {
  if (windows.length === 0) return [];
  const described = windows.map(
    ({ name, durationMs, isWhole }) =>
      `${name} ${formatMs(durationMs)}${isWhole ? '' : ' (cut off)'}`,
  );
  return [`Windows: ${described.join(', ')}.`];
}
