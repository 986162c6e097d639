import { MAX_TOKENS_FIELDS } from '../../spec/api-name.ts';

/**
 * How a server is asked for a response of an exact length: `min_tokens` keeps the model from ending earlier, and
 * `ignore_eos` goes on where it ended. `none` where a server is not known to take either.
 */
export type LengthField = 'min_tokens' | 'ignore_eos' | 'none';

/** How a server wants its requests written. */
export interface RequestShape {
  readonly maxTokensField: (typeof MAX_TOKENS_FIELDS)[number];
  /** Whether a stream asks for usage with `stream_options`. */
  readonly asksUsage: boolean;
  /** How a length is demanded. */
  readonly lengthField: LengthField;
}

/** What most servers take. */
export const COMMON_SHAPE: RequestShape = Object.freeze({
  maxTokensField: 'max_tokens',
  asksUsage: true,
  lengthField: 'none',
});

/** Fields about the end of a response: a user who sets one decides about it. */
export const END_FIELDS = ['ignore_eos', 'min_tokens', 'min_new_tokens'] as const;

/** What of a query shows how its length is demanded. */
interface DemandingQuery {
  readonly maxTokens: number;
  readonly isLengthDemanded?: boolean;
  readonly shape?: RequestShape;
  readonly extraBody?: Readonly<Record<string, unknown>>;
}

/** The field that demands the length of a response; none where it is not demanded, cannot be, or the user decides. */
export function lengthDemandOf(
  query: DemandingQuery,
): Readonly<Partial<Record<Exclude<LengthField, 'none'>, number | boolean>>> {
  const { maxTokens, isLengthDemanded = false, shape = COMMON_SHAPE, extraBody = {} } = query;
  if (!isLengthDemanded || END_FIELDS.some((field) => field in extraBody)) return {};
  switch (shape.lengthField) {
    case 'none':
      return {};
    case 'ignore_eos':
      return { ignore_eos: true };
    case 'min_tokens': {
      // More than the limit that the user sets would be refused.
      const limits = MAX_TOKENS_FIELDS.map((field) => extraBody[field]);
      const limit = limits.find((value) => typeof value === 'number') ?? maxTokens;
      return { min_tokens: limit };
    }
  }
}
