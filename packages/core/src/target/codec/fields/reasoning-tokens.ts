import { recordOf } from './json-fields.ts';
import { countOf, firstKnown } from './token-usage.ts';

/** Details of the output tokens, by API and server. */
const DETAILS_FIELDS = ['completion_tokens_details', 'output_tokens_details'] as const;

/** Names of the count, in the details or in the usage itself. */
const COUNT_FIELDS = ['reasoning_tokens', 'thinking_tokens'] as const;

/** The output tokens that were reasoning, as a usage reports them; `NaN` where it does not. */
export function readReasoningTokens(usage: Readonly<Record<string, unknown>>): number {
  const places = [...DETAILS_FIELDS.map((field) => recordOf(usage[field]) ?? {}), usage];
  return firstKnown(
    ...places.flatMap((place) => COUNT_FIELDS.map((field) => countOf(place[field]))),
  );
}
