import { describe, expect, it } from 'vitest';
import type { HttpTarget } from '../../../../src/target/server/http-target.ts';
import type { HttpTargetOptions } from '../../../../src/target/server/http-target-options.ts';
import { useCleanup } from '../../transport/transport-run.ts';
import { listenRecorded } from '../recorded-server.ts';
import { targetFor } from '../target-for.ts';
import { ModelServer, type ManagedKind } from './model-server.ts';

const onCleanup = useCleanup();

async function listen(kind: ManagedKind, models: readonly string[]): Promise<ModelServer> {
  const server = await ModelServer.listen(kind, models);
  onCleanup(() => server.close());
  return server;
}

async function manage(
  { url }: { readonly url: string },
  change: Partial<HttpTargetOptions> = {},
): Promise<HttpTarget> {
  const target = targetFor(url, { managesModels: true, ...change });
  onCleanup(() => target.stop());
  await target.start();
  return target;
}

const ask = (model: string) => ({ model, prompt: 'north', maxTokens: 1, greedy: true });

describe.each([
  ['router', 'llama.cpp router'],
  ['ollama', 'ollama'],
  ['vllm', 'vllm sleep mode'],
] as const)('models of a server that is managed as %s', (kind, means) => {
  it('are unloaded at the start, loaded, and unloaded again', async () => {
    const server = await listen(kind, ['a']);
    const target = await manage(server);
    expect(server.resident.size).toBe(0);
    expect(target.description.details).toMatchObject({ modelsManagedBy: means });
    await target.load('a');
    expect(await target.generate(ask('a'))).toMatchObject({ text: 'one' });
    await target.unload('a');
    expect(server.resident.size).toBe(0);
    expect(server.log.filter((entry) => !entry.startsWith('?'))).toEqual(['-a', '+a', '-a']);
  });

  it('are loaded and unloaded once, however often that is requested', async () => {
    const server = await listen(kind, ['a']);
    const target = await manage(server);
    await target.unload('a');
    await target.load('a');
    await target.load('a');
    expect(server.resident).toEqual(new Set(['a']));
    expect(server.log.filter((entry) => entry === '-a')).toHaveLength(1);
  });

  it('have no limitation load-models', async () => {
    const { limitations } = await manage(await listen(kind, ['a']));
    expect(limitations.map(({ ability }) => ability)).not.toContain('load-models');
  });

  it('stay loaded without managesModels', async () => {
    const server = await listen(kind, ['a']);
    const target = await manage(server, { managesModels: false });
    await target.load('a');
    await target.unload('a');
    expect(server.resident).toEqual(new Set(['a']));
    expect(server.log.filter((entry) => !entry.startsWith('?'))).toEqual([]);
    const { limitations } = target;
    expect(limitations.find(({ ability }) => ability === 'load-models')?.reason).toContain(
      'target.manageModels',
    );
  });
});

describe.each(['router', 'ollama'] as const)('two models of a %s', (kind) => {
  it('are switched by unloading one and loading the other', async () => {
    const server = await listen(kind, ['a', 'b']);
    const target = await manage(server);
    await target.load('a');
    await target.unload('a');
    await target.load('b');
    expect(server.resident).toEqual(new Set(['b']));
  });

  it('leave one that is not under test in memory', async () => {
    const server = await listen(kind, ['a', 'b']);
    await manage(server, { models: ['a'] });
    expect(server.resident).toEqual(new Set(['b']));
  });

  it('fail one by one: a model that cannot be loaded does not affect the other', async () => {
    const server = await listen(kind, ['a', 'b']);
    const target = await manage(server);
    server.broken.add('a');
    await expect(target.load('a')).rejects.toMatchObject({
      code: expect.stringMatching(/^(?:LOAD_FAILED|MODEL_REFUSED)$/),
      message: expect.stringMatching(/load a/),
    });
    await target.load('b');
    expect(server.resident).toEqual(new Set(['b']));
  });
});

describe('a server whose models are to be managed', () => {
  it('is rejected when it has no known API for that', async () => {
    const server = await listenRecorded();
    onCleanup(() => server.close());
    await expect(manage(server)).rejects.toMatchObject({
      code: 'NO_MODEL_MANAGEMENT',
      message: expect.stringMatching(/Remove --manage-models/),
    });
  });

  it('is rejected when it sleeps as a whole and several models are under test', async () => {
    const server = await listen('vllm', ['a', 'b']);
    await expect(manage(server)).rejects.toMatchObject({
      code: 'NO_MODEL_MANAGEMENT',
      message: expect.stringContaining('a, b'),
    });
    expect(server.log).toEqual([]);
  });

  it('fails a load after the timeout', async () => {
    const server = await listen('router', ['a']);
    const target = await manage(server, { requestTimeoutMs: 1500 });
    // The router lists the model as loading for as long as it is asked about.
    server.stall('a');
    await expect(target.load('a')).rejects.toMatchObject({ code: 'MODEL_NOT_READY' });
  });

  it('stops waiting when the load is canceled', async () => {
    const server = await listen('router', ['a']);
    const target = await manage(server);
    server.stall('a');
    const abort = new AbortController();
    const loading = target.load('a', abort.signal);
    loading.catch(() => {});
    abort.abort(new Error('enough'));
    await expect(loading).rejects.toThrow(/enough|aborted/);
  });
});
