import { API_PATHS } from '../../../../spec/api-name.ts';
import type { Codec, Query } from '../../codec.ts';
import { chooseFraming } from '../../framing/choose-framing.ts';
import { jsonRequest, type HttpOrigin } from '../../http-request.ts';
import { ResponseDecoder } from '../../response-decoder.ts';
import { recordedBody } from '../content/recorded-body.ts';
import { toMessagesInput, toMessagesTools } from './message-blocks.ts';
import { ignoredByMessages, readMessagesEvent } from './read-messages.ts';

/** The version of the API that these requests are written in. */
const VERSION = '2023-06-01';

/** Anthropic's `/v1/messages`. The API has neither a seed nor a least number of tokens. */
export const anthropicMessages: Codec = Object.freeze({
  name: 'anthropic-messages',
  encode: (origin: HttpOrigin, query: Query) =>
    jsonRequest(
      withOwnHeaders(origin),
      API_PATHS['anthropic-messages'],
      bodyOf(query),
      query.isStreamed ? 'text/event-stream' : 'application/json',
    ),
  createDecoder: (contentType: string, isStreamed: boolean) =>
    new ResponseDecoder(
      chooseFraming(contentType, isStreamed ? 'sse' : 'whole-body'),
      readMessagesEvent,
      { ignores: ignoredByMessages, lastEvent: 'message_stop' },
    ),
});

/** The API takes its key in a header of its own; servers that copy it take the bearer token, too, or only that. */
function withOwnHeaders(origin: HttpOrigin): HttpOrigin {
  const { headers = {}, apiKey } = origin;
  const given = new Set(Object.keys(headers).map((name) => name.toLowerCase()));
  const own = {
    'anthropic-version': VERSION,
    ...(apiKey === undefined ? {} : { 'x-api-key': apiKey }),
  };
  const missing = Object.entries(own).filter(([name]) => !given.has(name));
  return { ...origin, headers: { ...Object.fromEntries(missing), ...headers } };
}

function bodyOf(query: Query): Readonly<Record<string, unknown>> {
  const { body, fields, extraBody, isStreamed, tools, outputSchema } = query;
  if (body !== undefined) return { ...recordedBody(body, { isStreamed }), ...extraBody };
  return {
    model: query.model,
    max_tokens: query.maxTokens,
    ...toMessagesInput(query.messages),
    stream: isStreamed,
    ...(query.isGreedy ? { temperature: 0 } : {}),
    ...(tools === undefined ? {} : toMessagesTools(tools)),
    ...(outputSchema === undefined
      ? {}
      : { output_config: { format: { type: 'json_schema', schema: outputSchema.schema } } }),
    ...fields,
    ...extraBody,
  };
}
