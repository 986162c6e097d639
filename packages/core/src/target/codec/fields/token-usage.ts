import type { TokenUsage } from '../decoded-response.ts';

/** A field that should be a token count; `NaN` unless it is a whole number of at least 0. */
export function countOf(value: unknown): number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
    ? value
    : Number.NaN;
}

/** The first number that is known; `NaN` if none is. */
export function firstKnown(...numbers: readonly number[]): number {
  for (const number of numbers) if (!Number.isNaN(number)) return number;
  return Number.NaN;
}

/** A plausible count of output tokens: a response with content has at least one. */
export function possibleOutputTokens(tokens: number, hasContent: boolean): number {
  return tokens === 0 && hasContent ? Number.NaN : tokens;
}

/** A plausible count of prompt tokens: no prompt is empty. */
function possibleInputTokens(tokens: number): number {
  return tokens === 0 ? Number.NaN : tokens;
}

/**
 * Merges what a later event reports into the known values. Each field is judged separately: an invalid or implausible
 * count leaves the earlier one.
 * @param hasContent whether the response has had content so far
 */
export function mergeUsage(
  known: TokenUsage,
  reported: TokenUsage,
  hasContent: boolean,
): TokenUsage {
  const { inputTokens, outputTokens } = reported;
  return {
    inputTokens: firstKnown(possibleInputTokens(inputTokens), known.inputTokens),
    outputTokens: firstKnown(possibleOutputTokens(outputTokens, hasContent), known.outputTokens),
    cachedTokens: firstKnown(reported.cachedTokens, known.cachedTokens),
    reasoningTokens: firstKnown(reported.reasoningTokens, known.reasoningTokens),
    acceptedPredictionTokens: firstKnown(
      reported.acceptedPredictionTokens,
      known.acceptedPredictionTokens,
    ),
    rejectedPredictionTokens: firstKnown(
      reported.rejectedPredictionTokens,
      known.rejectedPredictionTokens,
    ),
  };
}
