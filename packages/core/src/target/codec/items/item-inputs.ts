import type { JsonObject } from '../../../spec/content/json-value.ts';
import type { RequestContent, RequestItem } from '../../../spec/content/request-content.ts';
import type { Query } from '../codec.ts';
import { plainPrompt } from '../api/prompt-codec.ts';

type Asked = Pick<RequestContent, 'messages' | 'items' | 'query'>;

/** The inputs of a request; a plain prompt is one. */
export function inputsOf({ items, messages }: Asked): readonly RequestItem[] {
  return items === undefined || items.length === 0 ? [plainPrompt(messages)] : items;
}

/** The body of a request for vectors: its inputs, and how the results are wanted. */
export function vectorBody(query: Query): JsonObject {
  const { encodingFormat, dimensions } = query.results ?? {};
  return {
    input: inputsOf(query),
    ...(encodingFormat === undefined ? {} : { encoding_format: encodingFormat }),
    ...(dimensions === undefined ? {} : { dimensions }),
  };
}

/** The documents of a request, and what they are compared with: the first word of the first, where no query is set. */
export function pairsOf(asked: Asked): {
  readonly query: RequestItem;
  readonly documents: readonly RequestItem[];
} {
  const documents = inputsOf(asked);
  const [first = ''] = documents;
  return { query: asked.query ?? firstWordOf(first), documents };
}

function firstWordOf(input: RequestItem): RequestItem {
  return typeof input === 'string' ? (/\S+/.exec(input)?.[0] ?? input) : input.slice(0, 1);
}

/** Inputs in a recorded field: one text, one list of token ids, or a list of either. */
export function countInputs(field: unknown): number {
  if (typeof field === 'string') return 1;
  if (!Array.isArray(field)) return Number.NaN;
  return typeof field[0] === 'number' ? 1 : field.length;
}
