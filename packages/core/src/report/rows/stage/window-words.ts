import { formatMs, formatNumber } from '../../../metric/format/format-value.ts';
import type { StageResult } from '../../results/stage-result.ts';

/** The measurement windows of a stage in words: `4.00 s`, `2.76 s in 8 parts`, `1.20 s (cut off)`. */
export function windowWords({ windows }: Pick<StageResult, 'windows'>): string {
  const windowMs = windows.reduce((sum, { durationMs }) => sum + durationMs, 0);
  const parts = windows.length > 1 ? ` in ${formatNumber(windows.length)} parts` : '';
  const cut = windows.every(({ isWhole }) => isWhole) ? '' : ' (cut off)';
  return `${formatMs(windowMs)}${parts}${cut}`;
}
