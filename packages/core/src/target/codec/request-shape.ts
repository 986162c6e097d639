import { MAX_TOKENS_FIELDS } from '../../spec/api-name.ts';

/**
 * How to request a response of an exact length: `min_tokens` prevents the model from ending earlier, and `ignore_eos`
 * continues past the end. `none` if the server is not known to accept either.
 */
export type LengthField = 'min_tokens' | 'ignore_eos' | 'none';

/** How a server wants its requests written. */
export interface RequestShape {
  readonly maxTokensField: (typeof MAX_TOKENS_FIELDS)[number];
  /** Whether a streamed request asks for usage with `stream_options`. */
  readonly asksUsage: boolean;
  /** How to demand an exact length. */
  readonly lengthField: LengthField;
}

/** What most servers accept. */
export const COMMON_SHAPE: RequestShape = Object.freeze({
  maxTokensField: 'max_tokens',
  asksUsage: true,
  lengthField: 'none',
});

/** Fields that control the end of a response: if the user sets one, Loadcell adds none. */
export const END_FIELDS = ['ignore_eos', 'min_tokens', 'min_new_tokens'] as const;

/** The parts of a query that decide how its length is demanded. */
interface DemandingQuery {
  readonly maxTokens: number;
  readonly isLengthDemanded?: boolean;
  readonly shape?: RequestShape;
  readonly extraBody?: Readonly<Record<string, unknown>>;
}

/** The field that demands the response length; none if not demanded, not possible, or set by the user. */
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
      // A value above the user's limit would be refused.
      const limits = MAX_TOKENS_FIELDS.map((field) => extraBody[field]);
      const limit = limits.find((value) => typeof value === 'number') ?? maxTokens;
      return { min_tokens: limit };
    }
  }
}
