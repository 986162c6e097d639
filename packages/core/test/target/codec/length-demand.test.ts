import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import type { ApiName } from '../../../src/spec/api-name.ts';
import type { Query } from '../../../src/target/codec/codec.ts';
import { CODECS } from '../../../src/target/codec/registry.ts';
import { COMMON_SHAPE, type LengthField } from '../../../src/target/codec/request-shape.ts';

const QUERY: Query = {
  model: 'm',
  messages: [{ role: 'user', content: 'a' }],
  maxTokens: 40,
  isLengthDemanded: true,
  isGreedy: true,
  isStreamed: true,
};

function bodyOf(api: ApiName, lengthField: LengthField, change: Partial<Query> = {}) {
  const query = { ...QUERY, shape: { ...COMMON_SHAPE, lengthField }, ...change };
  const { body } = CODECS[api].encode({ host: 'localhost', basePath: '' }, query);
  return JSON.parse(Buffer.from(body).toString('utf8'));
}

const WITHOUT = { ignore_eos: undefined, min_tokens: undefined };

describe('a demanded length', () => {
  it.each(['openai-chat', 'openai-completions', 'llama-completion'] as const)(
    'is in a %s request as the server expects it',
    (api) => {
      const least = { ...WITHOUT, min_tokens: 40 };
      expect({ ...WITHOUT, ...bodyOf(api, 'min_tokens') }).toMatchObject(least);
      const endless = { ...WITHOUT, ignore_eos: true };
      expect({ ...WITHOUT, ...bodyOf(api, 'ignore_eos') }).toMatchObject(endless);
      expect({ ...WITHOUT, ...bodyOf(api, 'none') }).toMatchObject(WITHOUT);
    },
  );

  it.each(['ollama-chat', 'ollama-generate'] as const)('has no field in %s', (api) => {
    const { options, ...body } = bodyOf(api, 'ignore_eos');
    expect({ ...WITHOUT, ...body, ...options }).toMatchObject(WITHOUT);
  });

  it('is absent when no exact length is demanded', () => {
    for (const lengthField of ['min_tokens', 'ignore_eos'] as const) {
      const body = bodyOf('openai-chat', lengthField, { isLengthDemanded: false });
      expect({ ...WITHOUT, ...body }).toMatchObject(WITHOUT);
    }
  });

  it('is absent for an unknown server', () => {
    const { shape: _, ...unknown } = { ...QUERY, shape: COMMON_SHAPE };
    const { body } = CODECS['openai-chat'].encode({ host: 'localhost', basePath: '' }, unknown);
    expect({ ...WITHOUT, ...JSON.parse(Buffer.from(body).toString('utf8')) }).toMatchObject(
      WITHOUT,
    );
  });

  it.each([{ ignore_eos: false }, { min_tokens: 5 }])(
    'yields to body fields of the user: %j',
    (extraBody) => {
      const body = bodyOf('openai-chat', 'min_tokens', { extraBody });
      expect({ ...WITHOUT, ...body }).toMatchObject({ ...WITHOUT, ...extraBody });
      const native = bodyOf('llama-completion', 'ignore_eos', { extraBody });
      expect({ ...WITHOUT, ...native }).toMatchObject({ ...WITHOUT, ...extraBody });
    },
  );

  it('is omitted with null', () => {
    const body = bodyOf('openai-chat', 'min_tokens', { extraBody: { min_tokens: null } });
    expect(body).not.toHaveProperty('min_tokens');
  });

  it('equals the limit set by the user', () => {
    const extraBody = { max_completion_tokens: 10 };
    const body = bodyOf('openai-chat', 'min_tokens', { extraBody });
    expect(body).toMatchObject({ max_completion_tokens: 10, min_tokens: 10 });
    expect(body).not.toHaveProperty('max_tokens');
  });
});
