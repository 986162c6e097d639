import { formatMs, formatNumber } from '../../metric/format-value.ts';
import { describeLoad } from '../../metric/stage/describe-load.ts';
import type { StageResult } from '../results/stage-result.ts';
import { abandonedWords } from './abandoned-lines.ts';

/**
 * What a stage was, in a line: `Poisson 80.7 req/s, half of closed · window 5.00 s · 402 successful · warm-up 16 · drain 24 ms`.
 * What there was none of is left out.
 */
export function stageHeading(stage: StageResult): string {
  const { load, windows, requests, warmup, drain, failures } = stage;
  const windowMs = windows.reduce((sum, { durationMs }) => sum + durationMs, 0);
  const parts = windows.length > 1 ? ` in ${formatNumber(windows.length)} parts` : '';
  const cut = windows.every(({ isWhole }) => isWhole) ? '' : ' (cut off)';
  const failedWarm = failures.reduce((sum, { inWarmup = 0 }) => sum + inWarmup, 0);
  const warmFailures = failedWarm === 0 ? '' : ` (${formatNumber(failedWarm)} failed)`;
  return [
    describeLoad(load),
    `window ${formatMs(windowMs)}${parts}${cut}`,
    `${formatNumber(requests.successful)} successful`,
    ...(requests.failed > 0 ? [`${formatNumber(requests.failed)} failed`] : []),
    ...(requests.cancelled > 0 ? [`${formatNumber(requests.cancelled)} cancelled`] : []),
    ...abandonedWords(stage),
    ...(warmup.requests > 0 ? [`warm-up ${formatNumber(warmup.requests)}${warmFailures}`] : []),
    ...(drain.requests > 0 ? [`drain ${formatMs(drain.durationMs)}`] : []),
  ].join(' · ');
}
