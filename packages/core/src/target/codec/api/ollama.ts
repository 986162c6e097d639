import { ResponseDecoder } from '../response-decoder.ts';
import type { Query } from '../codec.ts';
import { chooseFraming } from '../framing/choose-framing.ts';
import { isRecord } from '../fields/json-fields.ts';
import { jsonRequest, type HttpOrigin, type HttpRequest } from '../http-request.ts';
import { toOllamaMessages, toOllamaTools } from './content/ollama-content.ts';
import { recordedBody } from './content/recorded-body.ts';
import { textPrompt } from './content/text-content.ts';
import { promptCodec, type InputOf } from './prompt-codec.ts';
import { readOllamaEvent } from './read-ollama.ts';

function encode(origin: HttpOrigin, query: Query, path: string, inputOf: InputOf): HttpRequest {
  return jsonRequest(
    origin,
    path,
    bodyOf(query, inputOf),
    query.isStreamed ? 'application/x-ndjson' : 'application/json',
  );
}

function bodyOf(query: Query, inputOf: InputOf): Readonly<Record<string, unknown>> {
  const { options: extraOptions, ...extraBody } = query.extraBody ?? {};
  if (query.body !== undefined) {
    return { ...recordedBody(query.body, { isStreamed: query.isStreamed }), ...query.extraBody };
  }
  const { options: ownOptions, ...fields } = query.fields ?? {};
  const options = {
    // Settings of the model, such as the context length, may be added, but not override those below.
    ...(isRecord(ownOptions) ? ownOptions : {}),
    ...(isRecord(extraOptions) ? extraOptions : {}),
    num_predict: query.maxTokens,
    ...(query.isGreedy ? { temperature: 0 } : {}),
    ...(query.seed === undefined ? {} : { seed: query.seed }),
  };
  return {
    model: query.model,
    stream: query.isStreamed,
    options,
    ...inputOf(query),
    ...(query.outputSchema === undefined ? {} : { format: query.outputSchema.schema }),
    ...fields,
    ...extraBody,
  };
}

function createDecoder(contentType: string, isStreamed: boolean): ResponseDecoder {
  return new ResponseDecoder(
    chooseFraming(contentType, isStreamed ? 'ndjson' : 'whole-body'),
    readOllamaEvent,
  );
}

/** Ollama's `/api/chat`. */
export const ollamaChat = promptCodec(
  'ollama-chat',
  ({ messages, tools }) => ({
    messages: toOllamaMessages(messages),
    ...(tools === undefined ? {} : { tools: toOllamaTools(tools) }),
  }),
  encode,
  createDecoder,
);

/** Ollama's `/api/generate`. */
export const ollamaGenerate = promptCodec(
  'ollama-generate',
  (query) => ({ prompt: textPrompt('ollama-generate', query) }),
  encode,
  createDecoder,
);
