import type { ReportedTimings } from '../../../../stream/rows/reported-timings.ts';
import type { DecodedResponse, TokenUsage } from '../../../codec/decoded-response.ts';
import { firstKnown } from '../../../codec/fields/token-usage.ts';
import { readTimingHeaders } from './timing-headers.ts';
import { wholeNs } from './whole-ns.ts';

/**
 * Timings that the server reports in a response: llama.cpp's `timings`, Ollama's durations, details of the usage, and headers
 * of TGI and LiteLLM.
 * @param headers of the response, names in lower case
 */
export function reportedTimingsOf(
  response: DecodedResponse,
  headers: ReadonlyMap<string, string>,
): ReportedTimings {
  const { timings, usage, isStreamed } = response;
  const { queueMs, totalMs, gatewayOverheadMs } = readTimingHeaders(headers, isStreamed);
  return {
    serverQueueNs: wholeNs(queueMs),
    serverLoadNs: wholeNs(timings.loadMs),
    serverPrefillNs: wholeNs(timings.promptMs),
    serverPrefillTokens: timings.promptTokens,
    serverDecodeNs: wholeNs(timings.predictedMs),
    serverDecodeTokens: timings.decodedTokens,
    serverTotalNs: wholeNs(firstKnown(timings.totalMs, totalMs)),
    gatewayOverheadNs: wholeNs(gatewayOverheadMs),
    draftTokens: firstKnown(timings.draftTokens, predictedIn(usage)),
    acceptedDraftTokens: firstKnown(timings.acceptedDraftTokens, usage.acceptedPredictionTokens),
    reasoningTokens: usage.reasoningTokens,
  };
}

/** Tokens that were predicted, accepted or not. */
function predictedIn({ acceptedPredictionTokens, rejectedPredictionTokens }: TokenUsage): number {
  return acceptedPredictionTokens + rejectedPredictionTokens;
}
