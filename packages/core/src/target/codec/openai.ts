import { API_PATHS } from '../../spec/api-name.ts';
import { AnswerDecoder } from './answer-decoder.ts';
import type { ChatMessage, Codec, Query } from './codec.ts';
import { chooseFraming } from './framing/choose-framing.ts';
import { jsonRequest, type HttpOrigin, type HttpRequest } from './http-request.ts';
import { readOpenAiEvent } from './read-openai.ts';

/** What chat and plain completions have in common. */
function commonBody(query: Query): Record<string, unknown> {
  return {
    model: query.model,
    max_tokens: query.maxTokens,
    stream: query.isStreamed,
    ...(query.isStreamed ? { stream_options: { include_usage: true } } : {}),
    ...(query.isGreedy ? { temperature: 0 } : {}),
    ...(query.seed === undefined ? {} : { seed: query.seed }),
  };
}

function encode(
  origin: HttpOrigin,
  query: Query,
  path: string,
  input: Readonly<Record<string, unknown>>,
): HttpRequest {
  const body = { ...commonBody(query), ...input, ...query.extraBody };
  return jsonRequest(
    origin,
    path,
    body,
    query.isStreamed ? 'text/event-stream' : 'application/json',
  );
}

function createDecoder(contentType: string, isStreamed: boolean): AnswerDecoder {
  return new AnswerDecoder(
    chooseFraming(contentType, isStreamed ? 'sse' : 'whole-body'),
    readOpenAiEvent,
  );
}

/** The conversation as the one text that a plain completion continues; turns that would run together get a space. */
export function plainPrompt(messages: readonly ChatMessage[]): string {
  let text = '';
  for (const { content } of messages) {
    const runsTogether = /\S$/.test(text) && /^\S/.test(content);
    text += runsTogether ? ` ${content}` : content;
  }
  return text;
}

/** `/v1/chat/completions`. */
export const openAiChat: Codec = Object.freeze({
  name: 'openai-chat',
  encode: (origin: HttpOrigin, query: Query) =>
    encode(origin, query, API_PATHS['openai-chat'], { messages: query.messages }),
  createDecoder,
});

/** `/v1/completions`. */
export const openAiCompletions: Codec = Object.freeze({
  name: 'openai-completions',
  encode: (origin: HttpOrigin, query: Query) =>
    encode(origin, query, API_PATHS['openai-completions'], { prompt: plainPrompt(query.messages) }),
  createDecoder,
});
