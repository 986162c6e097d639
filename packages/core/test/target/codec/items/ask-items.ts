import { Buffer } from 'node:buffer';
import type { ItemApiName } from '../../../../src/spec/api-name.ts';
import type { Query } from '../../../../src/target/codec/codec.ts';
import type { DecodedResponse } from '../../../../src/target/codec/decoded-response.ts';
import { CODECS } from '../../../../src/target/codec/registry.ts';

const QUERY: Query = {
  model: 'm',
  messages: [],
  items: ['a kite', 'a pier'],
  maxTokens: 0,
  isGreedy: true,
  isStreamed: true,
};

/** The parsed body of a request for items. */
export function bodyOf(api: ItemApiName, query: Partial<Query> = {}): unknown {
  const { body } = CODECS[api].encode({ host: 'h', basePath: '' }, { ...QUERY, ...query });
  return JSON.parse(Buffer.from(body).toString('utf8'));
}

/** Inputs that a request counts. */
export function countOf(api: ItemApiName, query: Partial<Query> = {}): number | undefined {
  return CODECS[api].countItems?.({ ...QUERY, ...query });
}

/** Decodes a response to a request for items. */
export function decodeItems(
  api: ItemApiName,
  answer: unknown,
  query: Partial<Query> = {},
): DecodedResponse {
  const decoder = CODECS[api].createDecoder('application/json', true, { ...QUERY, ...query });
  decoder.push(Buffer.from(typeof answer === 'string' ? answer : JSON.stringify(answer)), 1000);
  return decoder.finish(true);
}

/** What is wrong with a response, in words; undefined when it is valid. */
export function faultOf(
  api: ItemApiName,
  answer: unknown,
  query: Partial<Query> = {},
): string | undefined {
  const [fault] = decodeItems(api, answer, query).faults;
  return fault === undefined ? undefined : `${fault.kind}: ${fault.example}`;
}
