import { API_PATHS } from '../../../spec/api-name.ts';
import { ResponseDecoder } from '../response-decoder.ts';
import type { Codec, Query } from '../codec.ts';
import { chooseFraming } from '../framing/choose-framing.ts';
import { jsonRequest, type HttpOrigin } from '../http-request.ts';
import { plainPrompt } from './prompt-codec.ts';
import { lengthDemandOf } from '../request-shape.ts';
import { readLlamaCompletionEvent } from './read-llama-completion.ts';

/** llama.cpp's own `/completion`: its only path that reports token IDs. */
export const llamaCompletion: Codec = Object.freeze({
  name: 'llama-completion',
  encode: (origin: HttpOrigin, query: Query) => {
    const body = {
      model: query.model,
      prompt: plainPrompt(query.messages),
      n_predict: query.maxTokens,
      ...lengthDemandOf(query),
      stream: query.isStreamed,
      return_tokens: true,
      ...(query.isGreedy ? { temperature: 0 } : {}),
      ...(query.seed === undefined ? {} : { seed: query.seed }),
      ...query.extraBody,
    };
    const accept = query.isStreamed ? 'text/event-stream' : 'application/json';
    return jsonRequest(origin, API_PATHS['llama-completion'], body, accept);
  },
  createDecoder: (contentType: string, isStreamed: boolean) =>
    new ResponseDecoder(
      chooseFraming(contentType, isStreamed ? 'sse' : 'whole-body'),
      readLlamaCompletionEvent,
    ),
});
