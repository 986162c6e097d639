import { describe, expect, it } from 'vitest';
import { redactSettings } from '../../../src/spec/redaction/redact-settings.ts';

const R = '[redacted]';

describe('redactSettings', () => {
  it('replaces values of secret names, at any depth and of any type', () => {
    expect(
      redactSettings({
        api_key: ['a', 'b'],
        server: { hfToken: 'x', model: 'm', list: [{ password: 1 }, { team: { id: 2 } }] },
      }),
    ).toEqual({
      api_key: R,
      server: { hfToken: R, model: 'm', list: [{ password: R }, { team: R }] },
    });
  });

  it('shows whether a secret is set', () => {
    const unset = { api_key: null, hf_token: '', password: false };
    expect(redactSettings(unset)).toEqual(unset);
  });

  it('leaves settings whose names only look like those of secrets', () => {
    const kept = {
      max_total_num_tokens: 4096,
      tokenizer_path: 'org/model',
      num_key_value_heads: 8,
      'tokenizer.ggml.bos_token_id': 1,
      scheduler: { max_num_batched_tokens: 2048, policy: 'fcfs' },
      environments: ['a'],
      envelope: 'b',
    };
    expect(redactSettings(kept)).toEqual(kept);
  });

  it('masks secrets within texts, and those that are known by their value', () => {
    expect(
      redactSettings(
        {
          api_base: 'https://me:pw@host/v1',
          server_args: "ServerArgs(model='m', api_key='k-1', tokenizer='t')",
          note: 'the known-one',
          'known-one': 3,
        },
        ['known-one'],
      ),
    ).toEqual({
      api_base: `https://${R}@host/v1`,
      server_args: `ServerArgs(model='m', api_key='${R}', tokenizer='t')`,
      note: `the ${R}`,
      [R]: 3,
    });
  });

  it.each(['vllm_env', 'system_env', 'env', 'environ', 'environment', 'processEnv', 'env_vars'])(
    'keeps of an environment under %s only what is on the list',
    (name) => {
      const variables = {
        VLLM_USE_V1: '1',
        VLLM_ATTENTION_BACKEND: 'FLASH_ATTN',
        VLLM_API_KEY: 'k',
        VLLM_USE_SECRET: 's',
        HOME: '/home/me',
        MY_SETTING: 'private',
        CUDA_VISIBLE_DEVICES: '0',
        torch_version: '2.9',
        env_vars: 'HOME=/home/me',
      };
      expect(redactSettings({ [name]: variables })).toEqual({
        [name]: {
          VLLM_USE_V1: '1',
          VLLM_ATTENTION_BACKEND: 'FLASH_ATTN',
          VLLM_USE_SECRET: R,
          CUDA_VISIBLE_DEVICES: '0',
          torch_version: '2.9',
        },
      });
      expect(redactSettings({ [name]: 'HOME=/home/me\nX=1' })).toEqual({ [name]: R });
      expect(redactSettings({ [name]: ['X=1'] })).toEqual({ [name]: R });
    },
  );

  it('omits values deeper than any settings', () => {
    let deep: unknown = 'end';
    for (let level = 0; level < 10_000; level += 1) deep = { deep };
    expect(JSON.stringify(redactSettings(deep))).not.toContain('end');
  });
});
