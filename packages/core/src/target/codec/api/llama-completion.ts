import { API_PATHS } from '../../../spec/api-name.ts';
import { ResponseDecoder } from '../response-decoder.ts';
import type { Codec, Query } from '../codec.ts';
import { chooseFraming } from '../framing/choose-framing.ts';
import { jsonRequest, type HttpOrigin } from '../http-request.ts';
import { recordedBody } from './content/recorded-body.ts';
import { textPrompt } from './content/text-content.ts';
import { lengthDemandOf } from '../request-shape.ts';
import { readLlamaCompletionEvent } from './read-llama-completion.ts';

function bodyOf(query: Query): Readonly<Record<string, unknown>> {
  const { body, fields, extraBody, isStreamed } = query;
  if (body !== undefined) return { ...recordedBody(body, { isStreamed }), ...extraBody };
  return {
    model: query.model,
    prompt: textPrompt('llama-completion', query),
    n_predict: query.maxTokens,
    ...lengthDemandOf(query),
    stream: isStreamed,
    return_tokens: true,
    ...(query.isGreedy ? { temperature: 0 } : {}),
    ...(query.seed === undefined ? {} : { seed: query.seed }),
    ...(query.outputSchema === undefined ? {} : { json_schema: query.outputSchema.schema }),
    ...fields,
    ...extraBody,
  };
}

/** llama.cpp's own `/completion`: its only path that reports token IDs. */
export const llamaCompletion: Codec = Object.freeze({
  name: 'llama-completion',
  encode: (origin: HttpOrigin, query: Query) => {
    const accept = query.isStreamed ? 'text/event-stream' : 'application/json';
    return jsonRequest(origin, API_PATHS['llama-completion'], bodyOf(query), accept);
  },
  createDecoder: (contentType: string, isStreamed: boolean) =>
    new ResponseDecoder(
      chooseFraming(contentType, isStreamed ? 'sse' : 'whole-body'),
      readLlamaCompletionEvent,
    ),
});
