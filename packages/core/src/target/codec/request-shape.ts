import type { MAX_TOKENS_FIELDS } from '../../spec/api-name.ts';

/** How a server of the OpenAI API wants its requests written. */
export interface RequestShape {
  readonly maxTokensField: (typeof MAX_TOKENS_FIELDS)[number];
  /** Whether a stream asks for usage with `stream_options`. */
  readonly asksUsage: boolean;
}

/** What most servers take. */
export const COMMON_SHAPE: RequestShape = Object.freeze({
  maxTokensField: 'max_tokens',
  asksUsage: true,
});
