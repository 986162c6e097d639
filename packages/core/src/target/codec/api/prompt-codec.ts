import { API_PATHS, type ApiName } from '../../../spec/api-name.ts';
import { textOfContent, type ChatMessage } from '../../../spec/content/chat-message.ts';
import type { Codec, Query } from '../codec.ts';
import type { HttpOrigin, HttpRequest } from '../http-request.ts';

/** Makes the fields of a body that hold what a query asks for. */
export type InputOf = (query: Query) => Readonly<Record<string, unknown>>;

/** Encodes a query with the fields of its input. */
type EncodeInput = (
  origin: HttpOrigin,
  query: Query,
  path: string,
  inputOf: InputOf,
) => HttpRequest;

/** A codec that encodes what a query asks for into fields of the body of its API. */
export function promptCodec(
  name: ApiName,
  inputOf: InputOf,
  encode: EncodeInput,
  createDecoder: Codec['createDecoder'],
): Codec {
  return Object.freeze({
    name,
    encode: (origin: HttpOrigin, query: Query) => encode(origin, query, API_PATHS[name], inputOf),
    createDecoder,
  });
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
