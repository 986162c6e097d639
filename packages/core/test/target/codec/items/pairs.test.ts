import { describe, expect, it } from 'vitest';
import { bodyOf, countOf, decodeItems, faultOf } from './ask-items.ts';

const PAIRS = { query: 'dry mint', items: ['hang it up', 'row a canoe', 'wash it'] };

describe('a rerank request', () => {
  it('has a query, documents and the number of results', () => {
    expect(bodyOf('rerank', { ...PAIRS, results: { topN: 2 } })).toEqual({
      model: 'm',
      query: 'dry mint',
      documents: PAIRS.items,
      top_n: 2,
    });
    expect(countOf('rerank', { ...PAIRS, results: { topN: 2 } })).toBe(3);
  });

  it('has texts in place of documents for Text Embeddings Inference', () => {
    expect(bodyOf('tei-rerank', { ...PAIRS, results: { topN: 2 } })).toEqual({
      model: 'm',
      query: 'dry mint',
      texts: PAIRS.items,
    });
  });

  it('compares a plain prompt with itself', () => {
    const query = { items: [], messages: [{ role: 'user', content: 'mint' } as const] };
    expect(bodyOf('rerank', query)).toMatchObject({ query: 'mint', documents: ['mint'] });
  });
});

describe('a rerank response', () => {
  const results = (...scores: readonly (readonly [number, number])[]): object => ({
    results: scores.map(([index, score]) => ({ index, relevance_score: score })),
  });

  it('has the best documents first, with scores of any size', () => {
    const answer = results([2, 3.5], [0, 0.1], [1, -4]);
    expect(decodeItems('rerank', answer, PAIRS)).toMatchObject({ itemCount: 3, faultCount: 0 });
  });

  it('may be a bare list of scores', () => {
    const answer = [2, 0, 1].map((index, place) => ({ index, score: -place }));
    expect(faultOf('tei-rerank', answer, PAIRS)).toBeUndefined();
  });

  it('has as many results as were requested, or as there are documents', () => {
    const two = results([2, 0.9], [0, 0.1]);
    expect(faultOf('rerank', two, { ...PAIRS, results: { topN: 2 } })).toBeUndefined();
    expect(faultOf('rerank', two, { ...PAIRS, results: { topN: 9 } })).toBe(
      'wrong-items: 2 of 3 results came.',
    );
    expect(faultOf('rerank', two, { ...PAIRS, results: { topN: 0 } })).toBe(
      'wrong-items: 2 of 3 results came.',
    );
  });

  it('fails when scores rise, are no numbers, or are of no document', () => {
    expect(faultOf('rerank', results([0, 0.1], [1, 0.2], [2, 0]), PAIRS)).toBe(
      'wrong-items: results are not sorted: score 0.2 follows 0.1.',
    );
    const answer = { results: [0, 1, 2].map((index) => ({ index, relevance_score: 'high' })) };
    expect(faultOf('rerank', answer, PAIRS)).toBe('wrong-items: a score is not a finite number.');
    expect(faultOf('rerank', results([0, 3], [1, 2], [7, 1]), PAIRS)).toBe(
      'wrong-items: a result has index 7, and 3 inputs were sent.',
    );
  });

  it.each([
    [{ usage: { prompt_tokens: 9, total_tokens: 9 } }, 9],
    [{ usage: { total_tokens: 8 } }, 8],
    [{ usage: { input_tokens: 7 } }, 7],
    [{ meta: { tokens: { input_tokens: 6 } } }, 6],
    [{ usage: { prompt_tokens: 0, total_tokens: 0 } }, NaN],
    [{ meta: { billed_units: { search_units: 1 } } }, NaN],
  ])('reports the input tokens of %j', (reported, tokens) => {
    const answer = { ...results([0, 2], [1, 1], [2, 0]), ...reported };
    expect(decodeItems('rerank', answer, PAIRS).usage.inputTokens).toBe(tokens);
  });
});

describe('a score request', () => {
  it('pairs its query with each document', () => {
    expect(bodyOf('score', PAIRS)).toEqual({ model: 'm', text_1: 'dry mint', text_2: PAIRS.items });
    expect(countOf('score', PAIRS)).toBe(3);
  });

  it('counts the pairs of a recorded body', () => {
    expect(countOf('score', { body: { queries: ['a', 'b'], documents: ['c', 'd'] } })).toBe(2);
    expect(countOf('score', { body: { queries: 'a', documents: 'b' } })).toBe(1);
  });
});

describe('a score response', () => {
  const scores = (...list: readonly unknown[]): object => ({
    data: list.map((score, index) => ({ index, object: 'score', score })),
  });

  it('has a finite score for each pair', () => {
    expect(faultOf('score', scores(0.2, 0.9, -1), PAIRS)).toBeUndefined();
    expect(faultOf('score', scores(0.2, 0.9), PAIRS)).toBe('wrong-items: 2 of 3 scores came.');
    expect(faultOf('score', scores(0.2, 0.9, null), PAIRS)).toBe(
      'wrong-items: a score is not a finite number.',
    );
  });
});
