import { UNREPORTED_USAGE, type TokenUsage } from '../decoded-response.ts';

/** A field that should be a token count; `NaN` unless it is a whole number of at least 0. */
export function countOf(value: unknown): number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
    ? value
    : Number.NaN;
}

/** The first number that is known; `NaN` if none is. */
export function firstKnown(...numbers: readonly number[]): number {
  return numbers.find((number) => !Number.isNaN(number)) ?? Number.NaN;
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
