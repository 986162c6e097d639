import {
  describeLevel,
  describeLoad,
  formatNumber,
  formatValue,
  type LiveQuantiles,
  type StageFigures,
} from '@loadcell/core';
import { formatElapsed } from './format-elapsed.ts';

/** Name, position and load: `open (2 of 2), Poisson 4.0 req/s`; for a stage until decided also its elapsed and maximum time. */
export function describeStage({ name, place, load, level, untilDecided }: StageFigures): string {
  const position =
    place === undefined || place.count === 1 ? '' : ` (${place.index} of ${place.count})`;
  // The load already shows the value of a sweep over a rate or a concurrency.
  const isLength = level?.parameter === 'inputTokens' || level?.parameter === 'outputTokens';
  return [
    `${name}${position}`,
    ...(isLength ? [describeLevel(level)] : []),
    describeLoad(load),
    ...(untilDecided === undefined
      ? []
      : [
          `${formatElapsed(untilDecided.elapsedMs)} of at most ${formatElapsed(untilDecided.maxDurationMs)}`,
        ]),
  ].join(', ');
}

/** Measured requests that have ended, including those canceled on purpose. */
export function endedRequests({ successful, failed, abandoned }: StageFigures): number {
  return successful + failed + abandoned;
}

/**
 * Measured requests that have ended, and how many are planned: `120 of 240`, `40 of at least 64`,
 * `300, next look at 512`.
 */
export function describeCount(stage: StageFigures): string {
  const ended = endedRequests(stage);
  if (stage.untilDecided !== undefined) {
    return `${formatNumber(ended)}, next look at ${formatNumber(stage.untilDecided.nextLook)}`;
  }
  const { planned } = stage;
  // An estimate or a lower bound is omitted once it is reached.
  if (planned === undefined || (planned.bound !== 'exactly' && ended >= planned.count)) {
    return formatNumber(ended);
  }
  const bound = { exactly: '', about: 'about ', 'at-least': 'at least ' }[planned.bound];
  return `${formatNumber(ended)} of ${bound}${formatNumber(planned.count)}`;
}

/** `0 failed`. */
export function describeFailed({ failed }: StageFigures): string {
  return `${formatNumber(failed)} failed`;
}

/** `12 canceled on purpose`; empty without any. */
export function describeAbandoned({ abandoned }: StageFigures): string[] {
  return abandoned === 0 ? [] : [`${formatNumber(abandoned)} canceled on purpose`];
}

/** `24.5 req/s`, to three digits; empty while it is unknown. */
export function describeRate({ requestsPerSecond }: StageFigures): string[] {
  if (Number.isNaN(requestsPerSecond)) return [];
  return [`${formatNumber(Number(requestsPerSecond.toPrecision(3)))} req/s`];
}

/** `TTFT p50 38.0 ms, p95 61.0 ms` and the same of end-to-end latency; empty without a value. */
export function describeLatency({ timeToFirstTokenMs, endToEndLatencyMs }: StageFigures): string[] {
  return [...quantiles('TTFT', timeToFirstTokenMs), ...quantiles('end-to-end', endToEndLatencyMs)];
}

function quantiles(label: string, { p50, p95, count }: LiveQuantiles): string[] {
  return count === 0 ? [] : [`${label} p50 ${formatLatency(p50)}, p95 ${formatLatency(p95)}`];
}

/** A percentile that falls on a failed request reads `failed`. */
function formatLatency(ms: number): string {
  return ms === Number.POSITIVE_INFINITY ? 'failed' : formatValue('ms', ms);
}
