import { MAX_TOKENS_FIELDS } from '../../../spec/api-name.ts';
import { ResponseDecoder } from '../response-decoder.ts';
import type { Query } from '../codec.ts';
import { chooseFraming } from '../framing/choose-framing.ts';
import { jsonRequest, type HttpOrigin, type HttpRequest } from '../http-request.ts';
import { toChatMessages, toChatTools, toResponseFormat } from './content/chat-content.ts';
import { recordedBody } from './content/recorded-body.ts';
import { textPrompt } from './content/text-content.ts';
import { promptCodec, type InputOf } from './prompt-codec.ts';
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

function encode(origin: HttpOrigin, query: Query, path: string, inputOf: InputOf): HttpRequest {
  const body = withExtra(ownBody(query, inputOf), query.extraBody);
  return jsonRequest(
    origin,
    path,
    body,
    query.isStreamed ? 'text/event-stream' : 'application/json',
  );
}

function ownBody(query: Query, inputOf: InputOf): Readonly<Record<string, unknown>> {
  if (query.body !== undefined) {
    const { asksUsage } = query.shape ?? COMMON_SHAPE;
    return recordedBody(query.body, { isStreamed: query.isStreamed, asksUsage });
  }
  const body = Object.assign(commonBody(query), inputOf(query));
  if (query.outputSchema !== undefined) {
    body['response_format'] = toResponseFormat(query.outputSchema);
  }
  return withExtra(body, query.fields);
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
    { ignores: ignoredByOpenAi },
  );
}

/** The conversation, and the tools that the model may call. */
function chatInputOf({ messages, tools }: Query): Readonly<Record<string, unknown>> {
  const input = { messages: toChatMessages(messages) };
  return tools === undefined ? input : { ...input, ...toChatTools(tools) };
}

/** `/v1/chat/completions`. */
export const openAiChat = promptCodec('openai-chat', chatInputOf, encode, createDecoder);

/** `/v1/completions`. */
export const openAiCompletions = promptCodec(
  'openai-completions',
  (query) => ({ prompt: textPrompt('openai-completions', query) }),
  encode,
  createDecoder,
);
