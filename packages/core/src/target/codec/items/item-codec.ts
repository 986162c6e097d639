import { API_PATHS, type ItemApiName } from '../../../spec/api-name.ts';
import type { JsonObject } from '../../../spec/content/json-value.ts';
import type { Codec, Query } from '../codec.ts';
import { NO_READING, type EventReading, type ResponseFault } from '../decoded-response.ts';
import { isRecord } from '../fields/json-fields.ts';
import { chooseFraming } from '../framing/choose-framing.ts';
import { jsonRequest, type HttpOrigin } from '../http-request.ts';
import { ResponseDecoder } from '../response-decoder.ts';
import { nameOfOtherApi, readErrorOf } from './other-api.ts';
import { readItemUsage } from './read-item-usage.ts';

/** An API that returns one result for each input. */
export interface ItemApi {
  readonly name: ItemApiName;
  /** The result of one input, such as `vector`. */
  readonly result: string;
  /** The body of a request, without its model. */
  readonly bodyOf: (query: Query) => JsonObject;
  /** Inputs or pairs in a body, as it is sent. */
  readonly countIn: (body: JsonObject) => number;
  /** The results in a response; undefined where it is none of this API. */
  readonly resultsIn: (answer: unknown) => readonly unknown[] | undefined;
  /** Results that a request must get. */
  readonly countExpected?: (body: JsonObject, items: number) => number;
  /** What is wrong with the results, in words; undefined when nothing is. */
  readonly check: (results: readonly unknown[], asked: AskedResults) => string | undefined;
}

/** What a response is checked against. */
export interface AskedResults {
  /** Inputs of the request; `NaN` where unknown. */
  readonly items: number;
  readonly body: JsonObject;
}

const NOTHING_ASKED: AskedResults = { items: Number.NaN, body: {} };

/** Makes the codec of an API. Bodies are read whole, after the last byte has its timestamp: parsing is in no time. */
export function itemCodec(api: ItemApi): Codec {
  const writtenBody = (query: Query): JsonObject => ({
    ...(query.body ?? api.bodyOf(query)),
    ...query.fields,
    ...query.extraBody,
    model: query.model,
  });
  return Object.freeze({
    name: api.name,
    encode: (origin: HttpOrigin, query: Query) =>
      jsonRequest(origin, API_PATHS[api.name], writtenBody(query), 'application/json'),
    createDecoder: (contentType: string, _isStreamed: boolean, query?: Query) => {
      const asked = query === undefined ? NOTHING_ASKED : askedOf(api, writtenBody(query));
      return new ResponseDecoder(chooseFraming(contentType, 'whole-body'), (answer) =>
        readAnswer(api, asked, answer),
      );
    },
    countItems: (query: Query) => api.countIn(writtenBody(query)),
  });
}

function askedOf(api: ItemApi, body: JsonObject): AskedResults {
  return { items: api.countIn(body), body };
}

function readAnswer(api: ItemApi, asked: AskedResults, answer: unknown): EventReading {
  const error = isRecord(answer) ? readErrorOf(answer) : undefined;
  if (error !== undefined) return { ...NO_READING, error };
  const results = api.resultsIn(answer);
  if (results === undefined) {
    const example = `The response is ${nameOfOtherApi(answer)}, not one of api "${api.name}".`;
    return { ...NO_READING, fault: { kind: 'other-api', example } };
  }
  const fault = faultOf(api, asked, results);
  return {
    ...NO_READING,
    // It came in one piece: its time is that of the whole response.
    isContent: results.length > 0,
    itemCount: results.length,
    ...(isRecord(answer) ? { usage: readItemUsage(answer) } : {}),
    ...(fault === undefined ? {} : { fault }),
  };
}

function faultOf(
  api: ItemApi,
  asked: AskedResults,
  results: readonly unknown[],
): ResponseFault | undefined {
  const { items, body } = asked;
  const expected = api.countExpected?.(body, items) ?? items;
  const wrong =
    expected !== results.length && !Number.isNaN(expected)
      ? `${results.length} of ${expected} ${expected === 1 ? api.result : `${api.result}s`} came`
      : api.check(results, asked);
  return wrong === undefined ? undefined : { kind: 'wrong-items', example: `${wrong}.` };
}
