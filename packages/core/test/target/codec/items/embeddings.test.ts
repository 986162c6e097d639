import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { bodyOf, countOf, decodeItems, faultOf } from './ask-items.ts';

const API = 'openai-embeddings';

function answer(...vectors: readonly unknown[]): object {
  const data = vectors.map((embedding, index) => ({ object: 'embedding', index, embedding }));
  return { object: 'list', data, usage: { prompt_tokens: 6, total_tokens: 6 } };
}

function base64(...numbers: readonly number[]): string {
  const bytes = Buffer.alloc(4 * numbers.length);
  for (const [index, number] of numbers.entries()) bytes.writeFloatLE(number, 4 * index);
  return bytes.toString('base64');
}

describe('an embeddings request', () => {
  it('has its inputs as a list, and neither a token limit nor a stream', () => {
    expect(bodyOf(API)).toEqual({ model: 'm', input: ['a kite', 'a pier'] });
  });

  it('sends token ids as one list for each input', () => {
    expect(bodyOf(API, { items: [[1, 2]] })).toEqual({ model: 'm', input: [[1, 2]] });
    expect(countOf(API, { items: [[1, 2]] })).toBe(1);
  });

  it('makes one input of a plain prompt', () => {
    const query = { items: [], messages: [{ role: 'user', content: 'a kite' } as const] };
    expect(bodyOf(API, query)).toEqual({ model: 'm', input: ['a kite'] });
    expect(countOf(API, query)).toBe(1);
  });

  it('requests the encoding and the dimensions that are set, and fields of the user', () => {
    const results = { encodingFormat: 'base64', dimensions: 3 } as const;
    expect(bodyOf(API, { results, extraBody: { truncate: true } })).toMatchObject({
      encoding_format: 'base64',
      dimensions: 3,
      truncate: true,
    });
  });

  it('sends a recorded body with the model of the run, and counts its inputs', () => {
    const recorded = (input: string | number[] | string[]) => ({ body: { model: 'old', input } });
    expect(bodyOf(API, recorded(['a', 'b', 'c']))).toEqual({ model: 'm', input: ['a', 'b', 'c'] });
    expect(countOf(API, recorded(['a', 'b', 'c']))).toBe(3);
    expect(countOf(API, recorded('a'))).toBe(1);
    expect(countOf(API, recorded([7, 8, 9]))).toBe(1);
  });
});

describe('an embeddings response', () => {
  it('has a vector for each input, input tokens and no token times', () => {
    const response = decodeItems(API, answer([0.1, 0.2], [0.3, 0.4]));
    expect(response).toMatchObject({ itemCount: 2, faultCount: 0, text: '', ending: 'mark' });
    expect(response.usage).toMatchObject({ inputTokens: 6, outputTokens: NaN });
    expect(response).toMatchObject({ isStreamed: false, firstAnswerNs: Number.NaN });
  });

  it('may have vectors in base64, and in any order', () => {
    const [one, other] = [base64(1, 2, 3), base64(4, 5, 6)];
    expect(faultOf(API, answer(one, other))).toBeUndefined();
    const data = [1, 0].map((index) => ({ index, embedding: one }));
    expect(faultOf(API, { data })).toBeUndefined();
  });

  it('fails when vectors are missing, with how many came', () => {
    expect(faultOf(API, answer([1]))).toBe('wrong-items: 1 of 2 vectors came.');
    expect(faultOf(API, answer([1], [2], [3]))).toBe('wrong-items: 3 of 2 vectors came.');
    expect(faultOf(API, answer(), { items: ['a'] })).toBe('wrong-items: 0 of 1 vector came.');
  });

  it('fails when two vectors are of the same input, or one is of none', () => {
    const places = (...indices: readonly unknown[]): object => ({
      data: indices.map((index) => ({ index, embedding: [1] })),
    });
    expect(faultOf(API, places(0, 0))).toBe('wrong-items: two vectors have index 0.');
    expect(faultOf(API, places(0, 2))).toBe(
      'wrong-items: a vector has index 2, and 2 inputs were sent.',
    );
    expect(faultOf(API, places(0, undefined))).toBe('wrong-items: a vector has no index.');
  });

  it('fails when vectors differ in length, or from the requested length', () => {
    expect(faultOf(API, answer([1, 2], [1]))).toBe('wrong-items: vectors have 2 and 1 numbers.');
    expect(faultOf(API, answer([1, 2], [1, 2]), { results: { dimensions: 3 } })).toBe(
      'wrong-items: a vector has 2 numbers, and 3 dimensions were requested.',
    );
  });

  it('fails when a vector has anything but finite numbers', () => {
    const wrong = 'wrong-items: a vector is not a list of finite numbers.';
    expect(faultOf(API, answer([1, null], [1, 2]))).toBe(wrong);
    expect(faultOf(API, answer([], []))).toBe(wrong);
    expect(faultOf(API, answer(base64(1, NaN), base64(1, 2)))).toBe(wrong);
    expect(faultOf(API, answer('AAA=', base64(1)))).toBe(wrong);
    expect(faultOf(API, answer('no vector', base64(1)))).toBe(wrong);
  });

  it('fails when it is text, an error or a page', () => {
    expect(faultOf(API, { choices: [{ message: { content: 'hello' } }] })).toBe(
      'other-api: The response is generated text, not one of api "openai-embeddings".',
    );
    expect(faultOf(API, { data: [{ object: 'score', index: 0, score: 1 }] })).toBe(
      'other-api: The response is a JSON object "score", not one of api "openai-embeddings".',
    );
    expect(faultOf(API, { error: { message: 'too long' } })).toBe('error-event: too long');
    expect(faultOf(API, { detail: 'too long' })).toBe('error-event: too long');
    expect(faultOf(API, '<!doctype html><title>Sign in</title>')).toMatch(/^not-an-api: /);
    expect(faultOf(API, '{"data":[')).toMatch(/^invalid-json: /);
  });
});
