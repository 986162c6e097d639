import type { JsonObject } from '../../../../../spec/content/json-value.ts';
import type { ApiName } from '../../../../../spec/api-name.ts';
import type { OutputLength, ReadOptions, Turn } from '../../../dataset.ts';
import { itemsOfBody } from './body-items.ts';
import { checkBodyMedia } from './check-body-media.ts';
import { outputLengthAt } from '../output-length.ts';

/** Names of the limit on output tokens. */
const LIMITS = ['max_completion_tokens', 'max_tokens', 'max_output_tokens', 'n_predict'] as const;

/**
 * A request whose body is sent as recorded.
 * @param at where the body is in its row
 * @throws {RowError} when its media or its length cannot be sent
 */
export function bodyTurn(
  body: JsonObject,
  at: string,
  line: number,
  { allowsUrls }: ReadOptions,
  api?: ApiName,
): Turn {
  checkBodyMedia(body, at, allowsUrls === undefined ? {} : { allowsUrls });
  const output = outputOf(body, at);
  const { model } = body;
  const content = {
    messages: [],
    body,
    ...itemsOfBody(body, api),
    ...(api === undefined ? {} : { api }),
  };
  return {
    line,
    input: { kind: 'content', content },
    ...(output === undefined ? {} : { output }),
    ...(typeof model === 'string' ? { model } : {}),
    ...(api === undefined ? {} : { api }),
  };
}

/** A limit that the server must reach is a demand. */
function outputOf(body: JsonObject, at: string): OutputLength | undefined {
  const field = LIMITS.find((name) => (body[name] ?? undefined) !== undefined);
  if (field === undefined) return undefined;
  const limit = body[field];
  const isDemand = body['ignore_eos'] === true || body['min_tokens'] === limit;
  return outputLengthAt(limit, `${at}.${field}`, isDemand ? 'demand' : 'cap');
}
