import { ConfigError, parseConfig } from '@loadcell/core';
import { describe, expect, it } from 'vitest';

function targetOf(url: string, api?: string) {
  const { target } = parseConfig({ target: { url, ...(api === undefined ? {} : { api }) } });
  return { url: target.url, api: target.api };
}

describe('the URL of a server', () => {
  it.each([
    ['http://a:1', 'http://a:1', 'openai-chat'],
    ['http://a:1/', 'http://a:1/', 'openai-chat'],
    ['http://a:1/v1', 'http://a:1', 'openai-chat'],
    ['http://a:1/v1//', 'http://a:1', 'openai-chat'],
    ['http://a:1/v1/models', 'http://a:1', 'openai-chat'],
    ['http://a:1/v1/chat/completions', 'http://a:1', 'openai-chat'],
    ['http://a:1/v1/chat/completions/', 'http://a:1', 'openai-chat'],
    ['http://a:1/v1/completions', 'http://a:1', 'openai-completions'],
    ['http://a:1/completion', 'http://a:1', 'llama-completion'],
    ['http://a:1/api/chat', 'http://a:1', 'ollama-chat'],
    ['http://a:1/api/generate', 'http://a:1', 'ollama-generate'],
    ['http://a:1/v1/responses', 'http://a:1', 'openai-responses'],
    ['http://a:1/v1/messages', 'http://a:1', 'anthropic-messages'],
    ['http://a:1/v1/embeddings', 'http://a:1', 'openai-embeddings'],
    ['http://a:1/v1/rerank', 'http://a:1', 'rerank'],
    ['http://a:1/v2/rerank', 'http://a:1', 'rerank'],
    ['http://a:1/v1/score', 'http://a:1', 'score'],
    ['http://a:1/proxy/pooling', 'http://a:1/proxy', 'pooling'],
    ['http://a:1/proxy/v1/chat/completions', 'http://a:1/proxy', 'openai-chat'],
    ['https://a/proxy/api/chat/', 'https://a/proxy', 'ollama-chat'],
    ['http://a:1/proxy', 'http://a:1/proxy', 'openai-chat'],
    ['127.0.0.1:8000', 'http://127.0.0.1:8000', 'openai-chat'],
    ['localhost:8000/v1/completions', 'http://localhost:8000', 'openai-completions'],
    ['[::1]:8000', 'http://[::1]:8000', 'openai-chat'],
    ['unix:/run/a.sock', 'unix:/run/a.sock', 'openai-chat'],
  ])('%s is read as %s with API %s', (written, url, api) => {
    expect(targetOf(written)).toEqual({ url, api });
  });

  it('keeps the configured API where the path agrees or is of none', () => {
    expect(targetOf('http://a:1', 'ollama-chat').api).toBe('ollama-chat');
    expect(targetOf('http://a:1/api/chat', 'ollama-chat').api).toBe('ollama-chat');
    const rerank = { url: 'http://a:1', api: 'tei-rerank' };
    expect(targetOf('http://a:1/rerank', 'tei-rerank')).toEqual(rerank);
  });

  it.each([
    ['http://a:1/api/chat', 'openai-chat', /the path of api "ollama-chat"; target\.api is "openai/],
    [
      'http://a:1/rerank',
      undefined,
      /the path of apis "rerank" and "tei-rerank"[\s\S]*--api rerank or/,
    ],
    ['http://a:1/v1/embeddings', 'openai-chat', /the path of api "openai-embeddings"/],
    ['http://a:1/api/embed', undefined, /cannot measure the API at "\/api\/embed"[\s\S]*--api/],
    ['http://a:1/v1/images/edits', undefined, /"\/v1\/images\/edits"/],
  ])('rejects %s with API %s', (url, api, says) => {
    expect(() => targetOf(url, api)).toThrow(ConfigError);
    expect(() => targetOf(url, api)).toThrow(says);
  });
});
