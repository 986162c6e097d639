import { UNREPORTED_USAGE, type TokenUsage } from '../decoded-response.ts';
import { recordOf } from '../fields/json-fields.ts';
import { countOf, firstKnown } from '../fields/token-usage.ts';

/**
 * Tokens of the inputs. Where only a total is reported, they are all of it, because nothing is generated; Cohere reports them
 * under `meta`, and Ollama as `prompt_eval_count`.
 */
export function readItemUsage(answer: Readonly<Record<string, unknown>>): TokenUsage {
  const usage = recordOf(answer['usage']);
  const cohere = recordOf(recordOf(answer['meta'])?.['tokens']);
  const details = recordOf(usage?.['prompt_tokens_details']);
  return {
    ...UNREPORTED_USAGE,
    inputTokens: firstKnown(
      ...[
        usage?.['prompt_tokens'],
        usage?.['input_tokens'],
        usage?.['total_tokens'],
        cohere?.['input_tokens'],
        answer['prompt_eval_count'],
      ].map(countOf),
    ),
    cachedTokens: countOf(details?.['cached_tokens']),
  };
}
