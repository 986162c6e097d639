import type { PhaseStreams } from '../../stream/phase-streams.ts';
import type { RequestRow } from '../../stream/rows/request-row.ts';
import { isPairApi } from '../../spec/api-name.ts';
import { hasItems } from '../items/items-of-requests.ts';
import { quantityDelta } from './quantity-delta.ts';
import { wholePhase } from './whole-phase.ts';

/** Counts of the server and of the client over a whole phase, probes and warm-up included. */
export interface CountCheck {
  readonly of: 'requests' | 'prompt tokens' | 'generated tokens';
  readonly server: number;
  readonly client: number;
  /** What the server may also have counted, of requests of Loadcell that failed or were sent again. */
  readonly uncertain: number;
}

/** Tolerated difference between both counts, as a share. */
const MAX_SHARE = 0.01;

/** Difference that the client cannot explain, negative where the server counted less; 0 within the bound. */
export function excessOf({ server, client, uncertain }: CountCheck): number {
  const boundary = MAX_SHARE * Math.max(server, client);
  const above = server - client - uncertain;
  if (above > boundary) return server - client;
  return client - server > boundary ? server - client : 0;
}

/** Compares the counts that both sides have; empty where the server has none, or restarted. */
export function reconcileCounts(phase: PhaseStreams): CountCheck[] {
  const tally = tallyOf(phase);
  const checks: CountCheck[] = [];
  const add = (
    of: CountCheck['of'],
    quantities: readonly string[],
    client: number,
    uncertain: number,
  ): void => {
    const server = serverCountOf(phase, quantities);
    if (server === undefined || Number.isNaN(client)) return;
    checks.push({ of, server, client, uncertain });
  };
  const { requests, mostRequests } = tally;
  const finished = ['requestsFinished', 'requestsSucceeded'];
  const counted = serverCountOf(phase, finished) ?? requests;
  // Some servers count each input as a request of its own, and a query as one more.
  const nearest = Math.min(Math.max(counted, requests), mostRequests);
  add('requests', finished, nearest, tally.uncertain);
  const most = tally.uncertain * tally.longestPrompt;
  add('prompt tokens', ['promptTokens'], tally.promptTokens, most);
  add('generated tokens', ['generatedTokens'], tally.generatedTokens, tally.uncertainTokens);
  return checks;
}

function serverCountOf(phase: PhaseStreams, quantities: readonly string[]): number | undefined {
  for (const quantity of quantities) {
    const delta = quantityDelta(phase, quantity, { spansOf: wholePhase });
    // A restart loses a part of the count.
    if (delta.kind === 'found' && !delta.value.isReset) return delta.value.value;
  }
  return undefined;
}

/** Counts of the client; tokens are `NaN` where a count is not the server's own. */
interface Tally {
  requests: number;
  /** The same, where each input counts as one. */
  mostRequests: number;
  promptTokens: number;
  generatedTokens: number;
  /** Requests that the server may have counted in part. */
  uncertain: number;
  uncertainTokens: number;
  longestPrompt: number;
}

function tallyOf(phase: PhaseStreams): Tally {
  const tally: Tally = {
    requests: 0,
    mostRequests: 0,
    promptTokens: 0,
    generatedTokens: 0,
    uncertain: 0,
    uncertainTokens: 0,
    longestPrompt: 0,
  };
  for (const row of phase.requests) take(tally, row);
  const read = phase.survey.get('probe.inputTokens');
  const made = phase.survey.get('probe.outputTokens');
  for (const tokens of read?.value ?? []) {
    tally.requests += 1;
    tally.mostRequests += 1;
    tally.promptTokens += tokens;
  }
  for (const tokens of made?.value ?? []) tally.generatedTokens += tokens;
  return tally;
}

function take(tally: Tally, row: RequestRow): void {
  const { inputTokens, outputTokens, maxOutputTokens, resends, outcome } = row;
  if (inputTokens > tally.longestPrompt) tally.longestPrompt = inputTokens;
  if (outcome === 'ok') {
    const isOfServer = row.tokenCountSource === 'usage';
    const made = hasItems(row) ? 0 : outputTokens;
    tally.requests += 1;
    tally.mostRequests += hasItems(row) ? row.itemCount + (isPairApi(row.api) ? 1 : 0) : 1;
    tally.promptTokens += isOfServer ? inputTokens : Number.NaN;
    tally.generatedTokens += isOfServer ? made : Number.NaN;
    tally.uncertain += resends;
    tally.uncertainTokens += resends * maxOutputTokens;
    return;
  }
  if (Number.isNaN(row.sentNs) || isRefused(row)) return;
  tally.uncertain += 1;
  tally.uncertainTokens += maxOutputTokens;
}

/** A rejected request never reached the counters of the engine. */
function isRefused({ outcome, errorKind }: RequestRow): boolean {
  return outcome === 'refused' || outcome === 'dropped' || errorKind.startsWith('http-4');
}
