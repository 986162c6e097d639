import { UNREPORTED_USAGE, type TokenUsage } from '../decoded-response.ts';

/** A field that should be a count of tokens; `NaN` where it is not a whole number of 0 or more. */
export function countOf(value: unknown): number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
    ? value
    : Number.NaN;
}

/** The first number that is known; `NaN` where none is. */
export function firstKnown(...numbers: readonly number[]): number {
  return numbers.find((number) => !Number.isNaN(number)) ?? Number.NaN;
}

/** Output tokens that can be true: a response with content has at least one. */
export function possibleOutputTokens(tokens: number, hasContent: boolean): number {
  return tokens === 0 && hasContent ? Number.NaN : tokens;
}

/** Prompt tokens that can be true: no prompt is empty. */
function possibleInputTokens(tokens: number): number {
  return tokens === 0 ? Number.NaN : tokens;
}

/**
 * Adds what a later event reports to what is known. Each field counts by itself: one that is no count, or cannot be true,
 * leaves the earlier count.
 * @param hasContent whether the response has had content by now
 */
export function mergeUsage(
  known: TokenUsage,
  reported: Partial<TokenUsage>,
  hasContent: boolean,
): TokenUsage {
  const latest = { ...UNREPORTED_USAGE, ...reported };
  const { inputTokens, outputTokens } = latest;
  return {
    inputTokens: firstKnown(possibleInputTokens(inputTokens), known.inputTokens),
    outputTokens: firstKnown(possibleOutputTokens(outputTokens, hasContent), known.outputTokens),
    cachedTokens: firstKnown(latest.cachedTokens, known.cachedTokens),
    reasoningTokens: firstKnown(latest.reasoningTokens, known.reasoningTokens),
    acceptedPredictionTokens: firstKnown(
      latest.acceptedPredictionTokens,
      known.acceptedPredictionTokens,
    ),
    rejectedPredictionTokens: firstKnown(
      latest.rejectedPredictionTokens,
      known.rejectedPredictionTokens,
    ),
  };
}
