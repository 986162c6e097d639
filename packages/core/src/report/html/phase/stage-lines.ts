import { formatMs, formatNumber, formatRatio } from '../../../metric/format-value.ts';
import type { StageResult, StageWindowResult } from '../../results/stage-result.ts';

/** How good the data of a stage is: its measurement windows with what lies around them, and the steady state. */
export function stageLines({ windows, warmup, sendingMs, drain }: StageResult): string[] {
  const totalMs = windows.reduce((sum, { durationMs }) => sum + durationMs, 0);
  const parts = windows.length > 1 ? ` in ${formatNumber(windows.length)} parts` : '';
  const isCut = windows.some(({ isWhole }) => !isWhole);
  const about = [
    `Measurement window: ${formatMs(totalMs)}${parts}${isCut ? ', cut off' : ''}`,
    warmup.requests === 0
      ? 'no warm-up'
      : `warm-up ${requests(warmup.requests)}, ${formatMs(warmup.durationMs)}`,
    ...(Number.isNaN(sendingMs) ? [] : [`sending ${formatMs(sendingMs)}`]),
    ...(drain.requests === 0
      ? []
      : [`drain ${requests(drain.requests)}, ${formatMs(drain.durationMs)}`]),
  ];
  const steady = [...new Set(windows.flatMap((window) => steadyText(window) ?? []))];
  return [
    `${about.join('; ')}.`,
    ...(steady.length === 0 ? [] : [`Steady state: ${steady.join('; ')}.`]),
  ];
}

function requests(count: number): string {
  return `${formatNumber(count)} ${count === 1 ? 'request' : 'requests'}`;
}

function steadyText({ beganMs, durationMs, steady }: StageWindowResult): string | undefined {
  if (steady === undefined) return undefined;
  if ('reason' in steady) return `none, ${steady.reason}`;
  if (steady.levelCount === 1) return 'the whole window';
  return (
    `${formatMs(steady.durationMs)} from ${formatMs(steady.beganMs - beganMs)} on ` +
    `(${formatRatio(steady.durationMs / durationMs)} of the window, the longest of ${formatNumber(steady.levelCount)} segments)`
  );
}
