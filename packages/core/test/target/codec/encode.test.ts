import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../../src/spec/error/errors.ts';
import type { ApiName } from '../../../src/spec/api-name.ts';
import type { Query } from '../../../src/target/codec/codec.ts';
import {
  getRequest,
  serializeHttpRequest,
  type HttpOrigin,
  type HttpRequest,
} from '../../../src/target/codec/http-request.ts';
import { CODECS } from '../../../src/target/codec/registry.ts';

const ORIGIN: HttpOrigin = { host: 'localhost:8000', basePath: '' };

const QUERY: Query = {
  model: 'm',
  messages: [{ role: 'user', content: 'Grüß Gott' }],
  maxTokens: 12,
  isGreedy: true,
  seed: 7,
  isStreamed: true,
};

function bodyOf(request: HttpRequest): unknown {
  return JSON.parse(Buffer.from(request.body).toString('utf8'));
}

function encode(codec: ApiName, query: Partial<Query> = {}): HttpRequest {
  return CODECS[codec].encode(ORIGIN, { ...QUERY, ...query });
}

describe('a request', () => {
  it('is complete, valid HTTP/1.1 with its length in bytes', () => {
    const bytes = Buffer.from(serializeHttpRequest(encode('openai-chat'))).toString('utf8');
    const [head = '', body = ''] = bytes.split('\r\n\r\n');
    expect(head.split('\r\n')).toEqual([
      'POST /v1/chat/completions HTTP/1.1',
      'Host: localhost:8000',
      'User-Agent: loadcell',
      'Accept: text/event-stream',
      'Accept-Encoding: identity',
      'Content-Type: application/json',
      `Content-Length: ${Buffer.byteLength(body)}`,
    ]);
  });

  it('requests a greedy, seeded chat stream with usage at its end', () => {
    expect(bodyOf(encode('openai-chat'))).toEqual({
      model: 'm',
      messages: [{ role: 'user', content: 'Grüß Gott' }],
      max_tokens: 12,
      temperature: 0,
      seed: 7,
      stream: true,
      stream_options: { include_usage: true },
    });
  });

  it('requests a single body without stream-only options', () => {
    const request = encode('openai-completions', { isStreamed: false, isGreedy: false });
    expect(request.path).toBe('/v1/completions');
    expect(request.headers).toContainEqual(['Accept', 'application/json']);
    expect(bodyOf(request)).toEqual({
      model: 'm',
      prompt: 'Grüß Gott',
      max_tokens: 12,
      seed: 7,
      stream: false,
    });
  });

  it.each([
    ['llama-completion', '/completion', { n_predict: 12, return_tokens: true }],
    ['ollama-chat', '/api/chat', { options: { num_predict: 12, temperature: 0, seed: 7 } }],
    ['ollama-generate', '/api/generate', { prompt: 'Grüß Gott' }],
  ] as const)('speaks %s', (codec, path, fields) => {
    const request = encode(codec);
    expect(request.path).toBe(path);
    expect(bodyOf(request)).toMatchObject({ model: 'm', stream: true, ...fields });
  });

  it('includes body fields of the user, which override its defaults', () => {
    const request = encode('openai-chat', { extraBody: { ignore_eos: true, temperature: 0.5 } });
    expect(bodyOf(request)).toMatchObject({ ignore_eos: true, temperature: 0.5 });
  });

  it('keeps its own Ollama options along with those of the user', () => {
    const request = encode('ollama-chat', { extraBody: { options: { num_ctx: 8192 } } });
    expect(bodyOf(request)).toMatchObject({ options: { num_ctx: 8192, num_predict: 12 } });
  });

  it('includes the key, the headers and the base path of its origin', () => {
    const origin = {
      ...ORIGIN,
      basePath: '/proxy',
      apiKey: 'k-1',
      headers: { 'X-Team': 'load' },
    };
    const { path, headers } = getRequest(origin, '/v1/models', 'application/json');
    expect(path).toBe('/proxy/v1/models');
    expect(headers).toContainEqual(['Authorization', 'Bearer k-1']);
    expect(headers).toContainEqual(['X-Team', 'load']);
  });

  it.each([
    ['a header that contains a line end', { headers: { 'X-A': 'b\r\nX-C: d' } }],
    ['a header name with a space', { headers: { 'X A': 'b' } }],
    ['a header that follows from the body', { headers: { 'content-length': '3' } }],
    ['a path with a space', { basePath: '/a b' }],
    ['a key with a line end', { apiKey: 'k-1\n' }],
  ])('is refused with %s', (_what, change) => {
    expect(() => getRequest({ ...ORIGIN, ...change }, '/v1/models', '*/*')).toThrow(ConfigError);
  });

  it('never includes the key in a message', () => {
    const origin = { ...ORIGIN, apiKey: 'k-secret\n' };
    expect(() => getRequest(origin, '/', '*/*')).toThrow(/^(?!.*k-secret)/s);
  });
});
