import type { Answer } from '../codec/answer.ts';
import type { TokenCountSource } from '../../stream/request-row.ts';

/** Token counts of one answer, from the best source there is; `NaN` where nobody told. */
export interface TokenCounts {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly tokenCountSource: TokenCountSource;
  readonly cachedTokens: number;
  /** Tokens of the prompt that the context held after the server cut what did not fit. */
  readonly residentTokens: number;
}

/** The first that was told. */
function firstTold(...counts: readonly number[]): number {
  return counts.find((count) => !Number.isNaN(count)) ?? Number.NaN;
}

/** Server usage when given, else the server's timings, else one token for each content event, and says which. */
export function countTokensOf(answer: Answer): TokenCounts {
  const { usage, timings } = answer;
  const told = firstTold(usage.outputTokens, timings.predictedTokens);
  const isTold = !Number.isNaN(told);
  const read = firstTold(usage.inputTokens, timings.heldPromptTokens);
  return {
    inputTokens: read,
    outputTokens: isTold ? told : answer.contentNs.length,
    tokenCountSource: isTold ? 'usage' : 'chunks',
    cachedTokens: firstTold(usage.cachedTokens, timings.cachedTokens),
    residentTokens: firstTold(timings.heldPromptTokens, usage.inputTokens),
  };
}
