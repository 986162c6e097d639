import type { DecodedResponse } from '../../codec/decoded-response.ts';
import type { Generation } from '../../target.ts';
import type { WrittenRequest } from '../../written-request.ts';
import type { ExchangeFacts } from '../session/exchange-log.ts';
import { reportedTimingsOf } from '../tokens/reported/reported-timings-of.ts';
import { countTokensOf } from '../tokens/token-counts.ts';

/**
 * A valid response as a generation.
 * @param offeredTokens of the whole prompt; the server may have kept fewer
 */
export function toGeneration(
  facts: ExchangeFacts,
  response: DecodedResponse,
  offeredTokens: number,
  written?: WrittenRequest,
): Generation {
  const counts = countTokensOf(response);
  return {
    sentNs: facts.sentNs,
    connectedNs: facts.connectedNs,
    firstByteNs: facts.firstByteNs,
    chunkNs: response.contentNs,
    firstAnswerNs: response.firstAnswerNs,
    resends: facts.resends,
    endNs: facts.endNs,
    ...(facts.redirects === undefined ? {} : { redirects: facts.redirects }),
    ...counts,
    offeredTokens,
    residentTokens: Math.min(counts.residentTokens, offeredTokens),
    tokens: response.tokens,
    reported: reportedTimingsOf(response, facts.headers),
    text: response.text,
    ...(written === undefined ? {} : { written }),
  };
}
