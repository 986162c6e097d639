import { ResponseDecoder } from '../response-decoder.ts';
import type { Query } from '../codec.ts';
import { chooseFraming } from '../framing/choose-framing.ts';
import { isRecord } from '../fields/json-fields.ts';
import { jsonRequest, type HttpOrigin, type HttpRequest } from '../http-request.ts';
import { messagesOf, promptCodec, promptOf } from './prompt-codec.ts';
import { readOllamaEvent } from './read-ollama.ts';

function encode(
  origin: HttpOrigin,
  query: Query,
  path: string,
  input: Readonly<Record<string, unknown>>,
): HttpRequest {
  const { options: extraOptions, ...extraBody } = query.extraBody ?? {};
  const options = {
    // The user may add model settings, such as the context length, but not override those below.
    ...(isRecord(extraOptions) ? extraOptions : {}),
    num_predict: query.maxTokens,
    ...(query.isGreedy ? { temperature: 0 } : {}),
    ...(query.seed === undefined ? {} : { seed: query.seed }),
  };
  const body = {
    model: query.model,
    stream: query.isStreamed,
    options,
    ...input,
    ...extraBody,
  };
  return jsonRequest(
    origin,
    path,
    body,
    query.isStreamed ? 'application/x-ndjson' : 'application/json',
  );
}

function createDecoder(contentType: string, isStreamed: boolean): ResponseDecoder {
  return new ResponseDecoder(
    chooseFraming(contentType, isStreamed ? 'ndjson' : 'whole-body'),
    readOllamaEvent,
  );
}

/** Ollama's `/api/chat`. */
export const ollamaChat = promptCodec('ollama-chat', messagesOf, encode, createDecoder);

/** Ollama's `/api/generate`. */
export const ollamaGenerate = promptCodec('ollama-generate', promptOf, encode, createDecoder);
