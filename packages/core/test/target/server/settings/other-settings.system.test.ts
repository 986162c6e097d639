import { describe, expect, it } from 'vitest';
import { PATIENCE_MS } from '../../../patience.ts';
import { useCleanup } from '../../transport/transport-run.ts';
import { settingsReader } from './settings-server.ts';

const read = settingsReader(useCleanup());

function modelList(id: string, owner: string) {
  return { object: 'list', data: [{ id, object: 'model', created: 1, owned_by: owner }] };
}

describe('settings of SGLang', () => {
  const info = {
    model_path: 'org/model',
    tokenizer_path: 'org/model',
    api_key: 'key-of-a-test',
    tp_size: 2,
    context_length: null,
    max_req_input_len: 4090,
    max_total_num_tokens: 65536,
    random_seed: 42,
    version: '0.5.3',
    internal_states: [{ tp_size: 2, last_gen_throughput: 12.5, effective_max_running: 48 }],
  };
  const pages = { '/health': '', '/v1/models': modelList('org/model', 'sglang') };

  it('are its arguments without the key; changing values are state', async () => {
    const { found } = await read({
      ...pages,
      '/server_info': info,
      '/model_info': { model_path: 'org/model', is_generation: true },
      '/v1/loads': [{ dp_rank: 0, num_reqs: 1 }],
    });
    expect(found).toEqual({
      server: 'sglang',
      version: '0.5.3',
      settings: {
        model_path: 'org/model',
        tokenizer_path: 'org/model',
        api_key: '[redacted]',
        tp_size: 2,
        max_req_input_len: 4090,
        max_total_num_tokens: 65536,
        'internal_states[0].effective_max_running': 48,
        'model_info.model_path': 'org/model',
        'model_info.is_generation': true,
        'model.id': 'org/model',
        'model.owned_by': 'sglang',
      },
      state: {
        random_seed: 42,
        'internal_states[0].last_gen_throughput': 12.5,
        'load[0].dp_rank': 0,
        'load[0].num_reqs': 1,
      },
      unread: {},
    });
  });

  it('come from the old paths of an old version, after the new ones', async () => {
    const { found, requests } = await read({
      ...pages,
      '/get_server_info': info,
      '/get_model_info': { model_path: 'org/model' },
    });
    expect(found.settings).toMatchObject({ tp_size: 2, 'model_info.model_path': 'org/model' });
    expect(found.unread).toEqual({ '/get_load': 'HTTP 404' });
    const paths = requests.map(({ path }) => path);
    expect(paths.indexOf('/server_info')).toBeLessThan(paths.indexOf('/get_server_info'));
  });
});

describe('settings of servers of Hugging Face', () => {
  it('are the info of Text Generation Inference', async () => {
    const info = {
      model_id: 'org/model',
      model_sha: 'abc',
      version: '3.3.4',
      sha: 'def',
      docker_label: 'sha-def',
      max_concurrent_requests: 128,
      max_input_tokens: 1024,
      max_total_tokens: 2048,
      validation_workers: 2,
      router: 'text-generation-router',
    };
    const pages = { '/health': '', '/v1/models': modelList('org/model', 'org/model') };
    const { found } = await read({ ...pages, '/info': info });
    const { version, ...settings } = info;
    expect(found).toEqual({ server: 'tgi', version, settings, state: {}, unread: {} });
  });

  it('are the info of Text Embeddings Inference, also where it lists no models', async () => {
    const info = {
      model_id: 'org/embed',
      model_dtype: 'float16',
      model_type: { embedding: { pooling: 'mean' } },
      max_concurrent_requests: 512,
      max_input_length: 512,
      max_batch_tokens: 16384,
      max_batch_requests: null,
      tokenization_workers: 4,
      version: '1.8.0',
    };
    const pages = { '/health': '', '/info': info };
    const { found } = await read(pages, { models: ['org/embed'] });
    expect(found).toMatchObject({
      server: 'tei',
      version: '1.8.0',
      settings: { 'model_type.embedding.pooling': 'mean', max_batch_tokens: 16384 },
    });
    expect(found.settings).not.toHaveProperty('max_batch_requests');
  });
});

describe('settings of LiteLLM', () => {
  it('contain the upstream of the model, and no key, user or team', async () => {
    const entry = (name: string) => ({
      model_name: name,
      litellm_params: {
        model: `hosted_vllm/${name}`,
        api_base: 'http://me:pw-of-a-test@10.0.0.1:8000/v1',
        api_key: 'key-of-a-test',
        rpm: 60,
      },
      model_info: { id: 'anew', max_input_tokens: 4096, team_id: 'team-of-a-test' },
    });
    const { found } = await read(
      {
        '/v1/models': modelList('small', 'openai'),
        '/health/readiness': {
          status: 'healthy',
          litellm_version: '1.108.0',
          cache: null,
          success_callbacks: ['prometheus'],
          last_updated: '2026-11-28T12:00:00',
        },
        '/model/info': { data: [entry('large'), entry('small')] },
        '/model_group/info': { data: [{ model_group: 'small', tpm: 1000, providers: ['vllm'] }] },
      },
      { models: ['small'] },
    );
    expect(found).toMatchObject({
      server: 'litellm',
      version: '1.108.0',
      settings: {
        'info.model.litellm_params.model': 'hosted_vllm/small',
        'info.model.litellm_params.api_base': 'http://[redacted]@10.0.0.1:8000/v1',
        'info.model.litellm_params.api_key': '[redacted]',
        'info.model.model_info.max_input_tokens': 4096,
        'info.models': 'large, small',
        'group.model.tpm': 1000,
        'proxy.success_callbacks': 'prometheus',
      },
      state: { 'proxy.status': 'healthy', 'proxy.last_updated': '2026-11-28T12:00:00' },
    });
    expect(JSON.stringify(found)).not.toMatch(/of-a-test|anew/);
  });
});

describe('settings of servers identified by the owner of their models', () => {
  it.each([
    ['tensorrt_llm', 'trtllm'],
    ['lmdeploy', 'lmdeploy'],
    ['somebody', 'openai'],
  ])('are the list of models of %s', async (owner, kind) => {
    const { found } = await read({ '/v1/models': modelList('m', owner) });
    expect(found).toMatchObject({ server: kind, settings: { 'model.id': 'm' } });
  });

  it.each([
    [
      'tensorrt_llm',
      '/prometheus/metrics',
      'trtllm_kv_cache_config_info{dtype="fp8"} 1',
      { 'kv_cache_config.dtype': 'fp8' },
    ],
    [
      'lmdeploy',
      '/metrics',
      'lmdeploy:backend_config_info{max_batch_size="64",api_key="of-a-test"} 1',
      { 'backend_config.max_batch_size': 64, 'backend_config.api_key': '[redacted]' },
    ],
  ])('have labels of the metrics of %s, from %s', async (owner, path, series, settings) => {
    const { found, requests } = await read({
      '/v1/models': modelList('m', owner),
      [path]: `${series}\n`,
    });
    expect(found.settings).toMatchObject(settings);
    // Each read empties it.
    const hasAsked = requests.some((request) => request.path === '/metrics');
    expect(hasAsked).toBe(path === '/metrics');
  });
});

describe('settings that cannot be read', () => {
  const list = modelList('m', 'vllm');

  it('are absent with a reason, and no error', async () => {
    const { found } = await read({ '/v1/models': list, '/version': '<html>', '/load': '[' });
    expect(found.unread).toMatchObject({
      '/version': 'the response is not a JSON object or array',
      '/load': 'the response is not a JSON object or array',
      '/is_sleeping': 'HTTP 404',
    });
  });

  it(
    'are asked for no further once the server stays silent',
    { timeout: PATIENCE_MS },
    async () => {
      const pages = { '/v1/models': list, '/version': { version: '1' } };
      const { found, requests } = await read(pages, {}, { '/load': 'silent' });
      expect(found.version).toBe('1');
      expect(found.settings).toHaveProperty(['model.id'], 'm');
      expect(found.unread).toMatchObject({
        '/load': expect.stringMatching(/^no response within/),
        '/metrics': expect.stringMatching(/^skipped after \/load/),
      });
      expect(requests.map(({ path }) => path)).not.toContain('/metrics');
    },
  );

  it('are read from the other places where one breaks its connection', async () => {
    const pages = { '/v1/models': list, '/load': { server_load: 1 } };
    const { found } = await read(pages, {}, { '/server_info?config_format=json': 'broken' });
    expect(found.state).toEqual({ server_load: 1 });
    expect(found.unread).toHaveProperty(['/server_info?config_format=json']);
  });

  it('are not read from a response that is too large', async () => {
    const { found } = await read({ '/v1/models': list, '/load': { x: 'y'.repeat(5 * 2 ** 20) } });
    expect(found.unread).toHaveProperty('/load');
    expect(found.state).toEqual({});
  });

  it('are truncated where a server reports too many, or nests them too deep', async () => {
    let deep: unknown = 1;
    for (let level = 0; level < 500; level += 1) deep = { d: deep };
    const many = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`n${index}`, 1]));
    const { found } = await read({
      '/v1/models': list,
      '/server_info?config_format=json': { deep, many },
    });
    expect(Object.keys(found.settings)).toHaveLength(2000);
  });

  it('contain no key of requests under any name', async () => {
    const { found } = await read(
      { '/v1/models': modelList('m', 'vllm'), '/load': { seen: 'by key-of-requests' } },
      { apiKey: 'key-of-requests' },
    );
    expect(found.state).toEqual({ seen: 'by [redacted]' });
  });
});
