import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { itemResponse } from '../../../src/mock/script/item-response.ts';
import { API_PATHS, ITEM_API_NAMES } from '../../../src/spec/api-name.ts';
import type { Query } from '../../../src/target/codec/codec.ts';
import { CODECS } from '../../../src/target/codec/registry.ts';
import { decodeItems } from '../../target/codec/items/ask-items.ts';

const QUERY: Query = {
  model: 'mock',
  messages: [],
  items: ['one two', 'three', 'four'],
  query: 'what',
  maxTokens: 0,
  isGreedy: true,
  isStreamed: false,
  results: { encodingFormat: 'base64', dimensions: 5, topN: 2 },
};

describe('the mock server in JavaScript', () => {
  it.each(ITEM_API_NAMES)('answers api %s with a valid result for each input', (api) => {
    const { body } = CODECS[api].encode({ host: 'h', basePath: '' }, QUERY);
    const asked: unknown = JSON.parse(Buffer.from(body).toString('utf8'));
    const decoded = decodeItems(api, itemResponse(API_PATHS[api], asked, 'mock'), QUERY);
    expect(decoded.faults).toEqual([]);
    expect(decoded.itemCount).toBe(api === 'rerank' ? 2 : 3);
  });

  it('counts words of inputs as tokens, and those of the query with each document', () => {
    const embeddings = itemResponse('/v1/embeddings', { input: ['a b', 'c'] }, 'mock');
    expect(embeddings).toMatchObject({ usage: { prompt_tokens: 3 } });
    const scores = itemResponse('/score', { text_1: 'q', text_2: ['a b', 'c'] }, 'mock');
    expect(scores).toMatchObject({ usage: { prompt_tokens: 5 } });
  });

  it.each([{}, { input: [] }, { input: 7 }, []])('has no response to %j', (body) => {
    expect(itemResponse('/v1/embeddings', body, 'mock')).toBeUndefined();
  });
});
