import { formatMs, formatNumber, formatRatio } from '../../../metric/format/format-value.ts';
import { ownTimingError, type ArrivalQuality } from '../../../metric/quality/arrival-quality.ts';
import { explainEnding } from '../../../stream/stage/describe-ending.ts';
import { accountLine } from '../client-lines.ts';
import type { PhaseResult } from '../../results/run-results.ts';
import type { StageResult } from '../../results/stage-result.ts';
import { cutEffectLine } from './abandoned-lines.ts';
import { describeSteady, steadyFigures } from './steady-lines.ts';
import { windowWords } from './window-words.ts';

/** How reliable the figures of a stage are: a line each for its window, prompts, send delay, client and cache. */
export function stageLines(phase: PhaseResult, stage: StageResult): string[] {
  const accounts = (phase.client?.usage ?? [])
    .filter((one) => one.stage === stage.name)
    .map(({ usage }) => usage);
  return [
    stage.notMeasured === undefined ? windowLine(stage) : `Not measured: ${stage.notMeasured}.`,
    ...(stage.endedBy === undefined ? [] : [explainEnding(stage.name, stage.endedBy)]),
    ...steadyFigures(stage, phase.shown),
    ...promptLine(stage),
    ...sendDelayLine(stage),
    ...arrivalLine(stage),
    ...(accounts.length === 0 ? [] : [accountLine(accounts)]),
    ...cacheLine(stage),
    ...cutEffectLine(stage),
  ];
}

/** The measurement window, and the times of warm-up, sending and drain. */
function windowLine(stage: StageResult): string {
  const { warmup, windows, sendingMs, drain } = stage;
  const steady = [...new Set(windows.flatMap((window) => describeSteady(window) ?? []))];
  return (
    [
      `Window: ${windowWords(stage)}`,
      warmup.requests === 0
        ? 'no warm-up'
        : `warm-up ${countText(warmup.requests)} in ${formatMs(warmup.durationMs)}`,
      ...(Number.isNaN(sendingMs) ? [] : [`sending ${formatMs(sendingMs)}`]),
      drain.requests === 0
        ? 'no drain'
        : `drain ${countText(drain.requests)} in ${formatMs(drain.durationMs)}`,
      ...(steady.length === 0 ? [] : [`steady state ${steady.join(', ')}`]),
    ].join('; ') + '.'
  );
}

function countText(requests: number): string {
  return `${formatNumber(requests)} ${requests === 1 ? 'request' : 'requests'}`;
}

/** Prompt lengths as requested and as the server read them. */
function promptLine({ promptLengths }: StageResult): string[] {
  if (promptLengths === undefined) return [];
  const { requestedTokens, readTokens, templateTokens, requestCount } = promptLengths;
  return [
    `Prompts: ${formatNumber(readTokens)} tokens read, ${formatNumber(requestedTokens)} requested ` +
      `(p50 of ${formatNumber(requestCount)}), ${formatNumber(templateTokens)} of those read belong to the chat template.`,
  ];
}

function sendDelayLine({ measurements }: StageResult): string[] {
  const delay = measurements['sendDelay'];
  if (delay === undefined || !(delay.count > 0)) return [];
  return [`Send delay: p50 ${formatMs(delay.p50)}, p99 ${formatMs(delay.p99)}.`];
}

/** How exact the timestamps of the responses are, by these responses themselves. */
function arrivalLine({ arrivals }: StageResult): string[] {
  if (arrivals === undefined) return [];
  const { requests, byKernel, boundedFirstTokens, widestBoundMs } = arrivals;
  const lateness =
    byKernel === 0
      ? ''
      : `, read p99 ${formatMs(arrivals.readLatenessP99Ms)} later, max ${formatMs(arrivals.readLatenessMaxMs)}`;
  const bounded =
    boundedFirstTokens === 0
      ? ''
      : `; ${formatNumber(boundedFirstTokens)} first tokens arrived with later events, bounds up to ${formatMs(widestBoundMs)} apart`;
  return [
    `Timestamps: arrival by the kernel for ${formatNumber(byKernel)} of ${countText(requests)}${lateness}${bounded}${errorText(arrivals)}.`,
  ];
}

/** The timing error of the client, by these responses; empty where it is not known. */
function errorText(arrivals: ArrivalQuality): string {
  const error = ownTimingError(arrivals);
  if (error === undefined) return '';
  return `; client timing error p99 ${formatMs(error.firstTokenMs)} for TTFT, ${formatMs(error.gapMs)} for ITL`;
}

/** Cached prompts have a shorter TTFT: latency at different hit rates cannot be compared. */
function cacheLine({ measurements }: StageResult): string[] {
  const cache = measurements['cacheHitRate'];
  if (cache === undefined) return [];
  const measured = Number.isNaN(cache.avg)
    ? `unknown (${cache.reason ?? 'no value'})`
    : `${formatRatio(cache.avg)} of prompt tokens`;
  return [`Prefix cache hit rate: ${measured}${idealText(measurements)}.`];
}

/** What a cache that drops nothing would serve; empty where prompts share nothing by design. */
function idealText(measurements: StageResult['measurements']): string {
  const ideal = measurements['idealPrefixHitRate'];
  if (ideal === undefined || Number.isNaN(ideal.avg)) return '';
  const note = ideal.note === undefined ? '' : `, ${ideal.note}`;
  return `; ideal ${formatRatio(ideal.avg)} (shared prefixes of the prompts${note})`;
}
