import { formatMs, formatNumber } from '../../../metric/format/format-value.ts';
import { describeEnding } from '../../../stream/stage/describe-ending.ts';
import type { StageResult } from '../../results/stage-result.ts';
import { describeEnded } from './describe-decided.ts';
import { abandonedWords } from './abandoned-lines.ts';
import { windowWords } from './window-words.ts';

/**
 * The load of a stage and how it went, in a line: `Poisson 80.7 req/s, half of closed · window 5.00 s · 402 successful · warm-up 16 · drain 24 ms`.
 * Counts of zero are omitted.
 */
export function stageHeading(stage: StageResult): string {
  const { requests, warmup, drain, failures, endedBy, notMeasured } = stage;
  const failedWarm = failures.reduce((sum, { inWarmup = 0 }) => sum + inWarmup, 0);
  const warmFailures = failedWarm === 0 ? '' : ` (${formatNumber(failedWarm)} failed)`;
  return [
    ...describeEnded(stage),
    ...(notMeasured === undefined
      ? [`window ${windowWords(stage)}`, `${formatNumber(requests.successful)} successful`]
      : [`not measured: ${notMeasured}`]),
    ...(requests.failed > 0 ? [`${formatNumber(requests.failed)} failed`] : []),
    ...(requests.cancelled > 0 ? [`${formatNumber(requests.cancelled)} cancelled`] : []),
    ...abandonedWords(stage),
    ...(warmup.requests > 0 ? [`warm-up ${formatNumber(warmup.requests)}${warmFailures}`] : []),
    ...(drain.requests > 0 ? [`drain ${formatMs(drain.durationMs)}`] : []),
    ...(endedBy === undefined ? [] : [describeEnding(endedBy)]),
  ].join(' · ');
}
