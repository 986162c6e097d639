import type { DecodedResponse } from '../../codec/decoded-response.ts';
import { firstKnown, possibleOutputTokens } from '../../codec/fields/token-usage.ts';
import type { TokenCountSource } from '../../../stream/rows/request-row.ts';

/** Token counts of one response, from the best source there is; `NaN` where none reports them. */
export interface TokenCounts {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly tokenCountSource: TokenCountSource;
  readonly cachedTokens: number;
  /** Tokens of the prompt that the context held after the server cut what did not fit. */
  readonly residentTokens: number;
}

/** Cached tokens as reported; `NaN` where they exceed the prompt. */
function cachedOf(cachedTokens: number, inputTokens: number): number {
  return cachedTokens > inputTokens ? Number.NaN : cachedTokens;
}

/** No token is generated for inputs, or for speech. */
function countsOfItems({ inputTokens, cachedTokens }: DecodedResponse['usage']): TokenCounts {
  return {
    inputTokens,
    outputTokens: Number.NaN,
    tokenCountSource: 'usage',
    cachedTokens: cachedOf(cachedTokens, inputTokens),
    residentTokens: inputTokens,
  };
}

/**
 * Counts tokens by the server's usage, else by its timings, else one per content event, and returns the source. Impossible
 * counts are ignored: no output for a response with content, more cached tokens than the prompt has.
 */
export function countTokensOf(response: DecodedResponse): TokenCounts {
  const { usage, timings } = response;
  if (response.itemCount !== undefined || response.audioMs !== undefined) {
    return countsOfItems(usage);
  }
  const events = response.contentNs.length;
  const reported = firstKnown(
    possibleOutputTokens(usage.outputTokens, events > 0),
    possibleOutputTokens(timings.predictedTokens, events > 0),
  );
  const isReported = !Number.isNaN(reported);
  const read = firstKnown(usage.inputTokens, timings.heldPromptTokens);
  return {
    inputTokens: read,
    outputTokens: isReported ? reported : events,
    tokenCountSource: isReported ? 'usage' : 'chunks',
    cachedTokens: firstKnown(
      cachedOf(usage.cachedTokens, read),
      cachedOf(timings.cachedTokens, read),
    ),
    residentTokens: firstKnown(timings.heldPromptTokens, usage.inputTokens),
  };
}
