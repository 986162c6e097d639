import { MAX_TOKENS_FIELDS } from '../../../spec/api-name.ts';
import { ResponseDecoder } from '../response-decoder.ts';
import type { Query } from '../codec.ts';
import { chooseFraming } from '../framing/choose-framing.ts';
import { jsonRequest, type HttpOrigin, type HttpRequest } from '../http-request.ts';
import { messagesOf, promptCodec, promptOf } from './prompt-codec.ts';
import { ignoredByOpenAi, readOpenAiEvent } from './read-openai.ts';
import { COMMON_SHAPE, END_FIELDS, lengthDemandOf } from '../request-shape.ts';

const LIMIT_NAMES: ReadonlySet<string> = new Set(MAX_TOKENS_FIELDS);

/** Fields that Loadcell adds and a server may refuse. */
const OPTIONAL_FIELDS: ReadonlySet<string> = new Set([
  ...MAX_TOKENS_FIELDS,
  ...END_FIELDS,
  'stream_options',
]);

/** Fields common to chat and plain completions. Assigned one by one: this is done for every request of a load. */
function commonBody(query: Query): Record<string, unknown> {
  const { maxTokensField, asksUsage } = query.shape ?? COMMON_SHAPE;
  const body: Record<string, unknown> = { model: query.model };
  body[maxTokensField] = query.maxTokens;
  Object.assign(body, lengthDemandOf(query));
  body['stream'] = query.isStreamed;
  if (query.isStreamed && asksUsage) body['stream_options'] = { include_usage: true };
  if (query.isGreedy) body['temperature'] = 0;
  if (query.seed !== undefined) body['seed'] = query.seed;
  return body;
}

function encode(
  origin: HttpOrigin,
  query: Query,
  path: string,
  input: Readonly<Record<string, unknown>>,
): HttpRequest {
  const body = withExtra(Object.assign(commonBody(query), input), query.extraBody);
  return jsonRequest(
    origin,
    path,
    body,
    query.isStreamed ? 'text/event-stream' : 'application/json',
  );
}

/** Extra fields override the rest. The limit keeps one name, and `null` removes an optional field. */
function withExtra(
  body: Readonly<Record<string, unknown>>,
  extra: Readonly<Record<string, unknown>> | undefined,
): Readonly<Record<string, unknown>> {
  if (extra === undefined || Object.keys(extra).length === 0) return body;
  const hasLimit = MAX_TOKENS_FIELDS.some((field) => typeof extra[field] === 'number');
  const own = Object.entries(body).filter(([field]) => !hasLimit || !LIMIT_NAMES.has(field));
  const fields = [...own, ...Object.entries(extra)];
  const isLeftOut = (field: string): boolean => OPTIONAL_FIELDS.has(field) && extra[field] === null;
  return Object.fromEntries(fields.filter(([field]) => !isLeftOut(field)));
}

function createDecoder(contentType: string, isStreamed: boolean): ResponseDecoder {
  return new ResponseDecoder(
    chooseFraming(contentType, isStreamed ? 'sse' : 'whole-body'),
    readOpenAiEvent,
    ignoredByOpenAi,
  );
}

/** `/v1/chat/completions`. */
export const openAiChat = promptCodec('openai-chat', messagesOf, encode, createDecoder);

/** `/v1/completions`. */
export const openAiCompletions = promptCodec('openai-completions', promptOf, encode, createDecoder);
