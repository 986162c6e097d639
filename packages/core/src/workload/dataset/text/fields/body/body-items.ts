import { API_PATHS, type ApiName } from '../../../../../spec/api-name.ts';
import type { JsonObject, JsonValue } from '../../../../../spec/content/json-value.ts';
import type { RequestContent, RequestItem } from '../../../../../spec/content/request-content.ts';
import { isObject } from '../json-fields.ts';

/** Paths whose `input` is a list of items, and not a conversation. */
const ITEM_PATHS = /\/(?:embeddings|classify|pooling)$/;

/** Names of the documents to rerank or score, and of what they are compared with. */
const DOCUMENTS = ['documents', 'items', 'texts', 'text_2', 'data_2'] as const;
const QUERIES = ['query', 'queries', 'text_1', 'data_1'] as const;

/** The items of a recorded body, by which the response is counted. */
export function itemsOfBody(
  body: JsonObject,
  api: ApiName | undefined,
): Pick<RequestContent, 'items' | 'query'> {
  const hasInput = api !== undefined && ITEM_PATHS.test(API_PATHS[api]);
  const items = itemsOf(firstOf(body, hasInput ? [...DOCUMENTS, 'input'] : DOCUMENTS));
  const query = firstOf(body, QUERIES);
  return {
    ...(items === undefined ? {} : { items }),
    ...(typeof query === 'string' ? { query } : {}),
  };
}

function firstOf(body: JsonObject, names: readonly string[]): JsonValue | undefined {
  return names.map((name) => body[name]).find((value) => value !== undefined && value !== null);
}

/** All items of a list; undefined where one is of another kind. */
function itemsOf(list: JsonValue | undefined): readonly RequestItem[] | undefined {
  if (list === undefined) return undefined;
  const items: RequestItem[] = [];
  for (const value of isList(list) && !isTokens(list) ? list : [list]) {
    const item = itemOf(value);
    if (item === undefined) return undefined;
    items.push(item);
  }
  return items;
}

function itemOf(value: JsonValue): RequestItem | undefined {
  if (typeof value === 'string') return value;
  if (isList(value)) return isTokens(value) ? value : undefined;
  return isObject(value) && typeof value['text'] === 'string' ? value['text'] : undefined;
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** A flat list of token ids is one input. */
function isTokens(value: readonly JsonValue[]): value is readonly number[] {
  return value.length > 0 && value.every((token) => typeof token === 'number');
}
