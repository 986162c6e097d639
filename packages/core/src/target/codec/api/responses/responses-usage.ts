import { UNREPORTED_USAGE, type TokenUsage } from '../../decoded-response.ts';
import { recordOf } from '../../fields/json-fields.ts';
import { readReasoningTokens } from '../../fields/reasoning-tokens.ts';
import { countOf } from '../../fields/token-usage.ts';

/** The `usage` of a response; its input tokens are those of the whole prompt. */
export function readResponsesUsage(usage: Readonly<Record<string, unknown>>): TokenUsage {
  const details = recordOf(usage['input_tokens_details']);
  return {
    ...UNREPORTED_USAGE,
    inputTokens: countOf(usage['input_tokens']),
    outputTokens: countOf(usage['output_tokens']),
    cachedTokens: countOf(details?.['cached_tokens']),
    reasoningTokens: readReasoningTokens(usage),
  };
}
