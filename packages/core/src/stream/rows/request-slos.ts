import { isBurst } from './burst.ts';
import { isCut } from './cut-prompts.ts';
import { isEmptyResponse } from './empty-response.ts';
import type { RequestRow } from './request-row.ts';

/** Share of a prompt that its count may be off by: as much as where tokens are estimated from words. */
const CUT_SHARE = 0.2;

/** Times between tokens, of which a response of one token has none. */
const BETWEEN_TOKENS: ReadonlySet<string> = new Set(['timePerOutputToken', 'interTokenLatency']);

/** Limits that every request should keep: milliseconds, by the name of a latency of one request. */
export type Slos = Readonly<Record<string, number>>;

/** What of a request its SLOs are held against. */
type JudgedRequest = Omit<RequestRow, 'id' | 'phase' | 'stage'>;

function elapsedMs(fromNs: number, toNs: number): number {
  return (toNs - fromNs) / 1e6;
}

/** The longest gap between two reads with content; `NaN` where there were not two. */
function longestGapMs({ chunkNs }: JudgedRequest): number {
  let longestMs = Number.NaN;
  for (let index = 1; index < chunkNs.length; index += 1) {
    const gapMs = elapsedMs(chunkNs[index - 1] ?? Number.NaN, chunkNs[index] ?? Number.NaN);
    if (gapMs > 0 && !(gapMs <= longestMs)) longestMs = gapMs;
  }
  return longestMs;
}

/** Tokens that came in one event, or in one read, have no time between them. */
function timePerOutputTokenMs({ outputTokens, firstTokenNs, lastTokenNs }: JudgedRequest): number {
  if (!(outputTokens >= 2) || !(lastTokenNs > firstTokenNs)) return Number.NaN;
  return elapsedMs(firstTokenNs, lastTokenNs) / (outputTokens - 1);
}

/**
 * What of one request an SLO can bound, in milliseconds, by the name of the metric that pools it. `NaN` where a
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

/** Those that are times within a stream: of one that came in bursts they are not the server's. */
export const STREAM_TIMES: ReadonlySet<string> = new Set([
  'timeToFirstToken',
  'scheduledTimeToFirstToken',
  'timeToFirstAnswerToken',
  'timePerOutputToken',
  'interTokenLatency',
]);

/** Metrics that an SLO can be set for. */
export const OBJECTIVE_NAMES: readonly string[] = [...LATENCIES.keys()];

/**
 * A latency of one request, milliseconds; the longest gap for `interTokenLatency`.
 * @param name one of {@link OBJECTIVE_NAMES}; of any other it is `NaN`
 */
export function requestLatencyMs(name: string, row: JudgedRequest): number {
  return LATENCIES.get(name)?.(row) ?? Number.NaN;
}

/** Whether a request has no time between tokens because it has one token. */
function isOfOneToken({ outputTokens, chunkNs }: JudgedRequest): boolean {
  return outputTokens === 1 && chunkNs.length <= 1;
}

/**
 * Whether a request met one SLO. A time that is not known was not met, with two exceptions: those between tokens in a
 * response of one token, which has none, and those of an empty response that ended within the limit, since nothing within
 * it can have taken longer. The times of a stream that came in bursts are not the server's, and those of a prompt that was
 * cut are not of the prompt.
 */
function keeps(name: string, limitMs: number, row: JudgedRequest): boolean {
  if (isCut(row, CUT_SHARE) || (STREAM_TIMES.has(name) && isBurst(row))) return false;
  const ms = requestLatencyMs(name, row);
  if (!Number.isNaN(ms)) return ms <= limitMs;
  if (BETWEEN_TOKENS.has(name) && isOfOneToken(row)) return true;
  return isEmptyResponse(row) && elapsedMs(row.scheduledNs, row.endNs) <= limitMs;
}

/** The SLOs that an answered request did not keep, by name. */
export function missedSlos(row: JudgedRequest, slos: Slos): string[] {
  return Object.entries(slos)
    .filter(([name, limitMs]) => !keeps(name, limitMs, row))
    .map(([name]) => name);
}

/** Whether a request was answered and kept every SLO. */
export function isGood(row: JudgedRequest, slos: Slos): boolean {
  return row.outcome === 'ok' && missedSlos(row, slos).length === 0;
}
