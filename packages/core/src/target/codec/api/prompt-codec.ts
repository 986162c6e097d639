import { API_PATHS, type ApiName } from '../../../spec/api-name.ts';
import { textOfContent, type ChatMessage } from '../../../spec/content/chat-message.ts';
import type { Codec, Query } from '../codec.ts';
import type { HttpOrigin, HttpRequest } from '../http-request.ts';

/** Encodes a query; `input` is the field with its prompt. */
type EncodeInput = (
  origin: HttpOrigin,
  query: Query,
  path: string,
  input: Readonly<Record<string, unknown>>,
) => HttpRequest;

/** A codec that encodes the prompt of a query into one field of the body. */
export function promptCodec(
  name: ApiName,
  inputOf: (query: Query) => Readonly<Record<string, unknown>>,
  encode: EncodeInput,
  createDecoder: Codec['createDecoder'],
): Codec {
  return Object.freeze({
    name,
    encode: (origin: HttpOrigin, query: Query) =>
      encode(origin, query, API_PATHS[name], inputOf(query)),
    createDecoder,
  });
}

/** The prompt as a conversation. */
export function messagesOf({ messages }: Query): Readonly<Record<string, unknown>> {
  return { messages };
}

/** The prompt as one text. */
export function promptOf({ messages }: Query): Readonly<Record<string, unknown>> {
  return { prompt: plainPrompt(messages) };
}

/** The conversation as one text for a plain completion; a space separates turns that would run together. */
export function plainPrompt(messages: readonly ChatMessage[]): string {
  let text = '';
  for (const message of messages) {
    const content = textOfContent(message.content);
    const runsTogether = /\S$/.test(text) && /^\S/.test(content);
    text += runsTogether ? ` ${content}` : content;
  }
  return text;
}
