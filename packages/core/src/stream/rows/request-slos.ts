import { isBurst } from './burst.ts';
import { isCut } from './cut-prompts.ts';
import { isEmptyResponse } from './empty-response.ts';
import type { RequestRow } from './request-row.ts';

/** Tolerated error of a prompt length, as a share: that of estimates from words. */
const CUT_SHARE = 0.2;

/** Latencies between tokens, which a response of one token does not have. */
const BETWEEN_TOKENS: ReadonlySet<string> = new Set(['timePerOutputToken', 'interTokenLatency']);

/** SLOs of each request: milliseconds, by the name of a latency of one request. */
export type Slos = Readonly<Record<string, number>>;

/** The fields of a request that SLOs are compared with. */
type JudgedRequest = Omit<RequestRow, 'id' | 'phase' | 'stage'>;

function elapsedMs(fromNs: number, toNs: number): number {
  return (toNs - fromNs) / 1e6;
}

/** The longest inter-token latency between two reads with content; `NaN` with fewer than two. */
function longestGapMs({ chunkNs }: JudgedRequest): number {
  let longestMs = Number.NaN;
  for (let index = 1; index < chunkNs.length; index += 1) {
    const gapMs = elapsedMs(chunkNs[index - 1] ?? Number.NaN, chunkNs[index] ?? Number.NaN);
    if (gapMs > 0 && !(gapMs <= longestMs)) longestMs = gapMs;
  }
  return longestMs;
}

/** Tokens of one event, or of one read, have no time between them. */
function timePerOutputTokenMs({ outputTokens, firstTokenNs, lastTokenNs }: JudgedRequest): number {
  if (!(outputTokens >= 2) || !(lastTokenNs > firstTokenNs)) return Number.NaN;
  return elapsedMs(firstTokenNs, lastTokenNs) / (outputTokens - 1);
}

/**
 * Latencies of one request that an SLO can bound, in milliseconds, by the name of the metric that pools them. `NaN` where a
 * request has no such time.
 */
const LATENCIES: ReadonlyMap<string, (row: JudgedRequest) => number> = new Map([
  ['timeToFirstToken', (row) => elapsedMs(row.sentNs, row.firstTokenNs)],
  ['scheduledTimeToFirstToken', (row) => elapsedMs(row.scheduledNs, row.firstTokenNs)],
  ['timeToFirstAnswerToken', (row) => elapsedMs(row.sentNs, row.firstAnswerNs)],
  ['timePerOutputToken', timePerOutputTokenMs],
  ['interTokenLatency', longestGapMs],
  ['inferenceTime', (row) => elapsedMs(row.sentNs, row.lastTokenNs)],
  ['responseLatency', (row) => elapsedMs(row.scheduledNs, row.endNs)],
]);

/** Latencies within a stream: for a stream in bursts they do not represent the server. */
export const STREAM_TIMES: ReadonlySet<string> = new Set([
  'timeToFirstToken',
  'scheduledTimeToFirstToken',
  'timeToFirstAnswerToken',
  'timePerOutputToken',
  'interTokenLatency',
]);

/** Metrics that can have an SLO. */
export const SLO_NAMES: readonly string[] = [...LATENCIES.keys()];

/**
 * A latency of one request, milliseconds; the longest one for `interTokenLatency`.
 * @param name one of {@link SLO_NAMES}; `NaN` for any other
 */
export function requestLatencyMs(name: string, row: JudgedRequest): number {
  return LATENCIES.get(name)?.(row) ?? Number.NaN;
}

/** Whether a request has no time between tokens because it has one token. */
function isOfOneToken({ outputTokens, chunkNs }: JudgedRequest): boolean {
  return outputTokens === 1 && chunkNs.length <= 1;
}

/**
 * Whether a request met one SLO. An unknown latency misses it, with two exceptions: latencies between tokens in a
 * response of one token, which has none, and those of an empty response that ended within the SLO, since nothing within
 * it can have taken longer. Latencies of a stream in bursts do not represent the server, and those of a truncated prompt
 * do not represent the prompt.
 */
function keeps(name: string, limitMs: number, row: JudgedRequest): boolean {
  if (isCut(row, CUT_SHARE) || (STREAM_TIMES.has(name) && isBurst(row))) return false;
  const ms = requestLatencyMs(name, row);
  if (!Number.isNaN(ms)) return ms <= limitMs;
  if (BETWEEN_TOKENS.has(name) && isOfOneToken(row)) return true;
  return isEmptyResponse(row) && elapsedMs(row.scheduledNs, row.endNs) <= limitMs;
}

/** The SLOs that a successful request missed, by name. */
export function missedSlos(row: JudgedRequest, slos: Slos): string[] {
  return Object.entries(slos)
    .filter(([name, limitMs]) => !keeps(name, limitMs, row))
    .map(([name]) => name);
}

/** Whether a request was successful and met every SLO. */
export function isGood(row: JudgedRequest, slos: Slos): boolean {
  return row.outcome === 'ok' && missedSlos(row, slos).length === 0;
}
