import { describe, expect, it } from 'vitest';
import { useCleanup } from '../../transport/transport-run.ts';
import { recordedText, settingsReader } from './settings-server.ts';

const read = settingsReader(useCleanup());

describe('settings of vLLM, as recorded', () => {
  const pages = {
    '/health': '',
    '/version': recordedText('vllm-server', 'version'),
    '/v1/models': recordedText('vllm-server', 'models'),
  };

  it('are its version and its model, without values generated for each response', async () => {
    const { found } = await read(pages);
    expect(found).toEqual({
      server: 'vllm',
      version: '0.32.0',
      settings: {
        'model.id': 'tiny',
        'model.owned_by': 'vllm',
        'model.root': 'model/tiny',
        'model.max_model_len': 2048,
      },
      state: {},
      unread: {
        '/server_info?config_format=json': 'HTTP 404',
        '/load': 'HTTP 404',
        '/is_sleeping': 'HTTP 404',
        '/metrics': 'HTTP 404',
      },
    });
  });

  it('contain the labels of its cache as values, and the start of its process', async () => {
    const { found } = await read({
      ...pages,
      '/metrics': recordedText('vllm-server', 'metrics'),
    });
    expect(found.settings).toMatchObject({
      'cache_config.block_size': 128,
      'cache_config.num_gpu_blocks': 4096,
      'cache_config.kv_cache_size_tokens': 524288,
      'cache_config.kv_cache_max_concurrency': 256,
      'cache_config.gpu_memory_utilization': 0.92,
      'cache_config.enable_prefix_caching': true,
      'cache_config.prefix_caching_hash_algo': 'sha256',
      'cache_config.sliding_window': 'None',
      // A boolean, not a user.
      'cache_config.user_specified_block_size': false,
    });
    expect(found.state).toEqual({ process_start_time_seconds: 1795869322.91 });
    expect(found.unread).not.toHaveProperty('/metrics');
  });

  it('have every value of a label that differs between engines, and no secret label', async () => {
    const series = (engine: number, blocks: number) =>
      `vllm:cache_config_info{engine="${engine}",block_size="16",num_gpu_blocks="${blocks}",hf_token="of-a-test"} 1\n`;
    const { found } = await read({
      ...pages,
      '/metrics': `# TYPE vllm:cache_config_info gauge\n${series(0, 100)}${series(1, 90)}`,
    });
    expect(found.settings).toMatchObject({
      'cache_config.engine': '0, 1',
      'cache_config.block_size': 16,
      'cache_config.num_gpu_blocks': '100, 90',
      'cache_config.hf_token': '[redacted]',
    });
  });

  it('have a reason where there are no metrics', async () => {
    const { found } = await read({ ...pages, '/metrics': '<html>' });
    expect(found.unread['/metrics']).toEqual(expect.stringMatching(/./));
  });

  it('contain the configuration in developer mode, and only allowed variables of the environment', async () => {
    const { found } = await read({
      ...pages,
      '/server_info?config_format=json': {
        vllm_config: {
          model_config: { model: 'model/tiny', hf_token: 'hf-of-a-test', tokenizer: 'model/tiny' },
          scheduler_config: { max_num_batched_tokens: 2048, policy: 'fcfs' },
          instance_id: 'a1b2c',
        },
        vllm_env: { VLLM_USE_V1: '1', VLLM_API_KEY: 'key-of-a-test', VLLM_S3_BUCKET: 'mine' },
        system_env: { torch_version: '2.9.0', env_vars: 'HOME=/home/me' },
      },
      '/load': { server_load: 3 },
      '/is_sleeping': { is_sleeping: false },
    });
    expect(found.settings).toMatchObject({
      'vllm_config.model_config.hf_token': '[redacted]',
      'vllm_config.model_config.tokenizer': 'model/tiny',
      'vllm_config.scheduler_config.max_num_batched_tokens': 2048,
      'vllm_env.VLLM_USE_V1': '1',
      'system_env.torch_version': '2.9.0',
    });
    expect(found.state).toEqual({ server_load: 3, is_sleeping: false });
    expect(JSON.stringify(found)).not.toMatch(/of-a-test|mine|home|instance_id/);
  });

  it('name other served models, and have the chosen main one', async () => {
    const list = {
      data: [
        { id: 'base', owned_by: 'vllm', max_model_len: 4096, parent: null },
        { id: 'lora', owned_by: 'vllm', max_model_len: 2048, parent: 'base' },
      ],
    };
    const { found } = await read({ ...pages, '/v1/models': list }, { models: ['lora'] });
    expect(found.settings).toMatchObject({
      'model.id': 'lora',
      'model.parent': 'base',
      'model.max_model_len': 2048,
      models: 'base, lora',
    });
  });
});

describe('settings of llama.cpp, as recorded', () => {
  it('have the context length of a slot, and a hash instead of the template', async () => {
    const { found } = await read({
      '/health': '{"status":"ok"}',
      '/v1/models': recordedText('llama-server', 'models'),
      '/props': recordedText('llama-server', 'props'),
      '/slots': recordedText('llama-server', 'slots'),
    });
    expect(found).toMatchObject({
      server: 'llama.cpp',
      settings: {
        total_slots: 2,
        n_ctx: 4096,
        n_ctx_per_slot: 2048,
        model_path: 'gguf/a.gguf',
        chat_template: expect.stringMatching(/^sha256:[\da-f]{16}$/),
        'modalities.vision': false,
        'default_generation_settings.top_k': 40,
        'slots.count': 2,
        'slots.n_ctx': '2048, 2048',
      },
      state: { 'slots.busy': 0, 'slots.n_decoded': '6, 6' },
    });
    // Slots contain prompts.
    expect(JSON.stringify(found)).not.toContain('time of day');
  });

  it('have the build of the current server as its version, and no values that are random at each start', async () => {
    const { found } = await read({
      '/health': '{"status":"ok"}',
      '/v1/models': recordedText('llama-server-current', 'models'),
      '/props': recordedText('llama-server-current', 'props'),
      '/slots': recordedText('llama-server-current', 'slots'),
    });
    expect(found).toMatchObject({
      server: 'llama.cpp',
      version: 'b1-0c1e570',
      settings: { total_slots: 4, n_ctx_per_slot: 2048, 'slots.n_ctx': '2048, 2048, 2048, 2048' },
      state: { is_sleeping: false, 'slots.busy': 0 },
      unread: {},
    });
    expect(found.settings).not.toHaveProperty('media_marker');
  });
});

describe('settings of Ollama, as recorded', () => {
  const pages = {
    '/api/version': recordedText('ollama', 'version'),
    '/v1/models': recordedText('ollama', 'openai-models'),
    '/api/ps': recordedText('ollama', 'ps-loaded'),
    '/api/show': recordedText('ollama', 'show'),
  };

  it('are those of the loaded model and of its file', async () => {
    const { found, requests } = await read(pages, { models: ['tiny54'] });
    expect(found).toMatchObject({
      server: 'ollama',
      version: '0.0.0',
      settings: {
        'loaded.context_length': 2048,
        'loaded.size': 101900614,
        'loaded.size_vram': 0,
        'loaded.digest': expect.stringMatching(/^c806/),
        'model.parameters.num_ctx': 2048,
        'model.details.quantization_level': 'unknown',
        'model.model_info.llama.context_length': 2048,
        'model.template': expect.stringMatching(/^sha256:/),
      },
      state: {
        'loaded.expires_at': '2026-11-28T14:22:56.069754876Z',
        'loaded.names': 'tiny54:latest',
      },
      unread: {},
    });
    const shown = requests.find(({ path }) => path === '/api/show');
    expect(JSON.parse(shown?.body ?? '')).toEqual({ model: expect.stringMatching(/^tiny54/) });
  });

  it('are none of another model that is loaded', async () => {
    const { found } = await read({
      ...pages,
      '/api/ps': { models: [{ name: 'other:latest', context_length: 1 }] },
    });
    expect(found.settings).not.toHaveProperty('loaded.context_length');
  });
});
