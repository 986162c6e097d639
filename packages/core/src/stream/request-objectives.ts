import type { RequestRow } from './request-row.ts';

/** Limits that every request should keep: milliseconds, by the name of a latency of one request. */
export type Objectives = Readonly<Record<string, number>>;

/** What of a request its objectives are held against. */
type JudgedRequest = Omit<RequestRow, 'id' | 'phase'>;

function elapsedMs(fromNs: number, toNs: number): number {
  return (toNs - fromNs) / 1e6;
}

/** The longest wait between two content events; `NaN` where there were not two. */
function longestGapMs({ chunkNs }: JudgedRequest): number {
  let longestMs = Number.NaN;
  for (let index = 1; index < chunkNs.length; index += 1) {
    const gapMs = elapsedMs(chunkNs[index - 1] ?? Number.NaN, chunkNs[index] ?? Number.NaN);
    if (!(gapMs <= longestMs)) longestMs = gapMs;
  }
  return longestMs;
}

/** Tokens that came in one event have no time between them. */
function timePerOutputTokenMs({ outputTokens, chunkNs, firstTokenNs, lastTokenNs }: JudgedRequest) {
  if (!(outputTokens >= 2) || chunkNs.length < 2) return Number.NaN;
  return elapsedMs(firstTokenNs, lastTokenNs) / (outputTokens - 1);
}

/**
 * What of one request an objective can bound, in milliseconds, by the name of the metric that pools it. `NaN` where a
 * request has no such time.
 */
const LATENCIES: ReadonlyMap<string, (row: JudgedRequest) => number> = new Map([
  ['timeToFirstToken', (row) => elapsedMs(row.sentNs, row.firstTokenNs)],
  ['timeToFirstTokenResponse', (row) => elapsedMs(row.intendedNs, row.firstTokenNs)],
  ['timePerOutputToken', timePerOutputTokenMs],
  ['interTokenLatency', longestGapMs],
  ['inferenceTime', (row) => elapsedMs(row.sentNs, row.lastTokenNs)],
  ['responseLatency', (row) => elapsedMs(row.intendedNs, row.endNs)],
]);

/** Metrics that an objective can be set for. */
export const OBJECTIVE_NAMES: readonly string[] = [...LATENCIES.keys()];

/**
 * A latency of one request, milliseconds; the longest gap for `interTokenLatency`.
 * @param name one of {@link OBJECTIVE_NAMES}; of any other it is `NaN`
 */
export function requestLatencyMs(name: string, row: JudgedRequest): number {
  return LATENCIES.get(name)?.(row) ?? Number.NaN;
}

/**
 * Whether a request kept one objective. A time that is not known was not kept, but for those between tokens in an answer
 * of one token, which has none.
 */
function keeps(name: string, limitMs: number, row: JudgedRequest): boolean {
  const ms = requestLatencyMs(name, row);
  return Number.isNaN(ms) ? row.outputTokens === 1 && row.chunkNs.length === 1 : ms <= limitMs;
}

/** The objectives that an answered request did not keep, by name. */
export function brokenObjectives(row: JudgedRequest, objectives: Objectives): string[] {
  return Object.entries(objectives)
    .filter(([name, limitMs]) => !keeps(name, limitMs, row))
    .map(([name]) => name);
}

/** Whether a request was answered and kept every objective. */
export function isGood(row: JudgedRequest, objectives: Objectives): boolean {
  return row.outcome === 'ok' && brokenObjectives(row, objectives).length === 0;
}
