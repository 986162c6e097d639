import { UNREPORTED_USAGE, type TokenUsage } from '../../decoded-response.ts';
import { readReasoningTokens } from '../../fields/reasoning-tokens.ts';
import { countOf, firstKnown } from '../../fields/token-usage.ts';

/** The `usage` of a message, whose input tokens are those that no cache read or wrote: the prompt has all three. */
export function readMessagesUsage(usage: Readonly<Record<string, unknown>>): TokenUsage {
  const cachedTokens = countOf(usage['cache_read_input_tokens']);
  const writtenTokens = countOf(usage['cache_creation_input_tokens']);
  return {
    ...UNREPORTED_USAGE,
    inputTokens:
      countOf(usage['input_tokens']) + firstKnown(cachedTokens, 0) + firstKnown(writtenTokens, 0),
    outputTokens: countOf(usage['output_tokens']),
    cachedTokens,
    reasoningTokens: readReasoningTokens(usage),
  };
}
