import type { JsonObject } from '../../../../spec/content/json-value.ts';
import type { ApiName } from '../../../../spec/api-name.ts';
import type { OutputLength, ReadOptions, Turn } from '../../dataset.ts';
import { itemsOfBody } from './body-items.ts';
import { partAt } from './content-at.ts';
import { isObject } from './json-fields.ts';
import { outputLengthAt } from './output-length.ts';

/** Names of the limit on output tokens. */
const LIMITS = ['max_completion_tokens', 'max_tokens', 'max_output_tokens', 'n_predict'] as const;

/** Lists of messages, in the APIs that have them. */
const MESSAGE_LISTS = ['messages', 'input'] as const;

/**
 * A request whose body is sent as recorded.
 * @param at where the body is in its row
 * @throws {RowError} when its media or its length cannot be sent
 */
export function bodyTurn(
  body: JsonObject,
  at: string,
  line: number,
  options: ReadOptions,
  api?: ApiName,
): Turn {
  checkMedia(body, at, options);
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

function checkMedia(body: JsonObject, at: string, { allowsUrls }: ReadOptions): void {
  const options = allowsUrls === undefined ? {} : { allowsUrls };
  for (const list of MESSAGE_LISTS) {
    const messages = body[list];
    if (!Array.isArray(messages)) continue;
    for (const [index, message] of messages.entries()) {
      const parts: unknown = isObject(message) ? message['content'] : undefined;
      if (!Array.isArray(parts)) continue;
      for (const [number, part] of parts.entries()) {
        partAt(part, `${at}.${list}[${index}].content[${number}]`, options);
      }
    }
  }
}
