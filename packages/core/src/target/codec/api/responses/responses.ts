import { API_PATHS } from '../../../../spec/api-name.ts';
import type { Codec, Query } from '../../codec.ts';
import { chooseFraming } from '../../framing/choose-framing.ts';
import { jsonRequest, type HttpOrigin } from '../../http-request.ts';
import { END_FIELDS, COMMON_SHAPE } from '../../request-shape.ts';
import { ResponseDecoder } from '../../response-decoder.ts';
import { recordedBody } from '../content/recorded-body.ts';
import { toResponsesInput, toResponsesTools, toTextFormat } from './input-items.ts';
import { ignoredByResponses, readResponsesEvent } from './read-responses.ts';

/** OpenAI's `/v1/responses`. */
export const openAiResponses: Codec = Object.freeze({
  name: 'openai-responses',
  encode: (origin: HttpOrigin, query: Query) =>
    jsonRequest(
      origin,
      API_PATHS['openai-responses'],
      bodyOf(query),
      query.isStreamed ? 'text/event-stream' : 'application/json',
    ),
  createDecoder: (contentType: string, isStreamed: boolean) =>
    new ResponseDecoder(
      chooseFraming(contentType, isStreamed ? 'sse' : 'whole-body'),
      readResponsesEvent,
      { ignores: ignoredByResponses, lastEvent: 'response.completed' },
    ),
});

function bodyOf(query: Query): Readonly<Record<string, unknown>> {
  const { body, fields, extraBody, isStreamed, tools, outputSchema } = query;
  if (body !== undefined) return { ...recordedBody(body, { isStreamed }), ...extraBody };
  return {
    model: query.model,
    ...toResponsesInput(query.messages),
    max_output_tokens: query.maxTokens,
    ...lengthDemandOf(query),
    stream: isStreamed,
    // A server that stores responses grows with every request.
    store: false,
    ...(query.isGreedy ? { temperature: 0 } : {}),
    ...(query.seed === undefined ? {} : { seed: query.seed }),
    ...(tools === undefined ? {} : toResponsesTools(tools)),
    ...(outputSchema === undefined ? {} : { text: toTextFormat(outputSchema) }),
    ...fields,
    ...extraBody,
  };
}

/** Servers have no least number of tokens in this API, but those with a field for lengths can ignore the end. */
function lengthDemandOf({
  isLengthDemanded = false,
  shape = COMMON_SHAPE,
  extraBody = {},
}: Query): Readonly<Record<string, boolean>> {
  const isSet = END_FIELDS.some((field) => field in extraBody);
  return !isLengthDemanded || isSet || shape.lengthField === 'none' ? {} : { ignore_eos: true };
}
