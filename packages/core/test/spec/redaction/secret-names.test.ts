import { describe, expect, it } from 'vitest';
import { isSecretName } from '../../../src/spec/redaction/secret-names.ts';

describe('isSecretName', () => {
  it.each([
    'api_key',
    'apiKey',
    'APIKey',
    'API_KEY',
    '--api-key',
    'X-Api-Key',
    'apikey',
    'hashed_api_key',
    'api_key_alias',
    'OPENAI_API_KEY_2',
    'secret',
    'client_secret',
    'AWS_SECRET_ACCESS_KEY',
    'password',
    'dbPassword',
    'Proxy-Authorization',
    'user',
    'end_user',
    'user_email',
    'email',
    'team',
    'team_alias',
    'hf_token',
    'HF_TOKEN',
    '-hft',
    '--hf-token',
    'token',
    'auth_token',
    'accessToken',
    'key',
    'master_key',
    'litellm_params.api_key',
  ])('takes %s for the name of a secret', (name) => {
    expect(isSecretName(name)).toBe(true);
  });

  it.each([
    '',
    'max_total_num_tokens',
    'tokenizer_path',
    'tokenizer',
    'tokenizerMode',
    '--max-num-batched-tokens',
    'max_input_tokens',
    'token_usage',
    'bos_token_id',
    'tokenization_workers',
    'num_key_value_heads',
    'keyboard',
    'monkey',
    'users',
    'steam',
    'usernames_path',
    'ssl_keyfile',
    'enable_prefix_caching',
    'passwordless',
  ])('leaves %s', (name) => {
    expect(isSecretName(name)).toBe(false);
  });
});
