import { mkdtemp, rm } from 'node:fs/promises';
import { existsSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ConfigError } from '../../../src/spec/error/errors.ts';
import {
  EngineTarget,
  type EngineProcessBounds,
} from '../../../src/target/engine/engine-target.ts';
import { TargetDiedError } from '../../../src/target/errors.ts';
import type { Generation } from '../../../src/target/target.ts';
import { PATIENCE_MS } from '../../patience.ts';
import { isAlive } from '../is-alive.ts';
import { createScriptedTarget, findFixture, type ModelScript } from './scripted-engine.ts';

const targets: EngineTarget[] = [];
let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loadcell-engine-target-'));
});

afterEach(async () => {
  await Promise.all(targets.splice(0).map((target) => target.stop()));
  await rm(folder, { recursive: true, force: true });
});

async function start(
  script: ModelScript = {},
  bounds: Partial<EngineProcessBounds> = {},
): Promise<EngineTarget> {
  const target = createScriptedTarget({ model: script }, bounds);
  targets.push(target);
  await target.start();
  return target;
}

async function startLoaded(bounds: Partial<EngineProcessBounds> = {}): Promise<EngineTarget> {
  const target = await start({}, bounds);
  await target.load('model');
  return target;
}

function ask(target: EngineTarget, prompt: string, signal?: AbortSignal): Promise<Generation> {
  const request = { model: 'model', prompt, maxTokens: 4, greedy: true };
  return target.generate(signal === undefined ? request : { ...request, signal });
}

describe('a crash of the engine', () => {
  it('reports how the process ended and its last output', async () => {
    const target = await startLoaded();
    const error: unknown = await ask(target, 'crash').catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(TargetDiedError);
    expect(error).toMatchObject({ exit: { pid: target.pid, signal: 'SIGABRT' } });
    expect(error).toHaveProperty('message', expect.stringContaining('out of luck'));
    // The engine's output must not appear in the output of the runner.
    expect(error).toHaveProperty(
      'outputTail',
      expect.stringContaining('scripted engine: printing'),
    );
  });

  it('fails a load', async () => {
    const target = await start({ failure: 'crash' });
    await expect(target.load('model')).rejects.toThrow(TargetDiedError);
  });
});

describe('an engine that fails', () => {
  it('rejects with the kind of its error', async () => {
    const target = await start({ failure: 'load' });
    await expect(target.load('model')).rejects.toMatchObject({
      name: 'TargetError',
      code: 'ENGINE',
      message: 'the engine failed: RangeError: scripted failure',
    });
  });

  it('is distinguished from one that sends invalid replies', async () => {
    const target = await startLoaded();
    await expect(ask(target, 'garbage')).rejects.toMatchObject({
      code: 'ENGINE_PROTOCOL',
      message: expect.stringContaining('inputTokens'),
    });
    expect((await ask(target, 'sense')).outputTokens).toBe(4);
  });
});

describe('an engine that hangs', () => {
  it('does not delay a caller that has canceled', async () => {
    const target = await startLoaded({ cancelMs: 1 });
    const abort = new AbortController();
    const hanging = ask(target, 'hang', abort.signal);
    await ask(target, 'another');
    abort.abort();
    await expect(hanging).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('can be canceled during a load', async () => {
    const target = await start({ failure: 'slow-load' });
    const abort = new AbortController();
    const loading = target.load('model', abort.signal);
    abort.abort();
    await expect(loading).rejects.toMatchObject({ name: 'AbortError' });
  });

  it.each([
    { prompt: 'block-thread', signal: 'SIGTERM' },
    { prompt: 'refuse-to-end', signal: 'SIGKILL' },
  ])('is ended when its thread is busy: $prompt', async ({ prompt, signal }) => {
    const target = await startLoaded({ leaveMs: 10, terminateMs: 100 });
    const marker = join(folder, 'busy');
    const outcome = Promise.allSettled([ask(target, `${prompt} ${marker}`)]);
    await vi.waitFor(() => expect(existsSync(marker)).toBe(true), PATIENCE_MS);
    await target.stop();
    expect(await target.exited).toMatchObject({ signal });
    expect((await outcome)[0]).toMatchObject({
      status: 'rejected',
      reason: { code: 'TARGET_DIED' },
    });
    expect(isAlive(target.pid ?? 0)).toBe(false);
  });
});

describe('a process left behind by an engine', () => {
  async function startDaemon(): Promise<{ target: EngineTarget; pid: number }> {
    const target = await startLoaded();
    const marker = join(folder, 'daemon');
    await ask(target, `daemon ${marker}`);
    await vi.waitFor(() => expect(existsSync(marker)).toBe(true), PATIENCE_MS);
    return { target, pid: Number(readFileSync(marker, 'utf8')) };
  }

  it('is a child of its adopter, and ends with the engine', async () => {
    const { target, pid } = await startDaemon();
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ');
    expect(fields?.[1]).toBe(String(target.adopterPid));
    await target.stop();
    expect(isAlive(pid)).toBe(false);
  });

  it('ends with an engine that crashes', async () => {
    const { target, pid } = await startDaemon();
    await expect(ask(target, 'crash')).rejects.toThrow(TargetDiedError);
    await target.stop();
    expect(isAlive(pid)).toBe(false);
  });
});

describe('an engine process', () => {
  it('is ended when it closes its channel', async () => {
    const target = await startLoaded();
    await expect(ask(target, 'leave-channel')).rejects.toThrow(TargetDiedError);
    expect(isAlive(target.pid ?? 0)).toBe(false);
  });

  it('is ended when it is stopped before it has started', async () => {
    const target = createScriptedTarget({ model: {} });
    const starting = target.start();
    await target.stop();
    await expect(starting).rejects.toMatchObject({ code: 'TARGET_START' });
    expect(await target.exited).toMatchObject({ signal: 'SIGKILL' });
  });

  it('ignores Ctrl-C, which its runner handles', async () => {
    const target = await startLoaded();
    process.kill(target.pid ?? 0, 'SIGINT');
    expect((await ask(target, 'still here')).text).toBe('still here still here');
  });

  it('starts only once', async () => {
    const target = await startLoaded();
    await expect(target.start()).rejects.toMatchObject({ code: 'TARGET_STARTED' });
    await target.stop();
    await expect(target.start()).rejects.toMatchObject({ code: 'TARGET_STARTED' });
  });

  it('reports its engine and models', async () => {
    const target = await start();
    expect(target.description).toMatchObject({
      kind: 'scripted',
      version: '1.2.3',
      models: ['model'],
      details: { parallel: 3, scripted: true },
    });
  });
});

describe('an engine module', () => {
  const settings = {
    models: [{ name: 'model', path: '{}' }],
    contextTokens: 64,
    parallel: 1,
    gpu: false,
    threads: 1,
  } as const;

  it.each([
    { module: './no-such-module.mjs', message: 'cannot import the engine module' },
    { module: 'no-such-package', message: 'cannot import the engine module' },
    { module: findFixture('no-factory.mjs'), message: 'exports no function createEngine' },
    { module: findFixture('half-an-engine.mjs'), message: 'returned no engine' },
  ])('that cannot be used is named: $module', async ({ module, message }) => {
    const target = new EngineTarget({ engine: { module }, ...settings });
    await expect(target.start()).rejects.toMatchObject({
      code: 'ENGINE_MODULE',
      message: expect.stringContaining(message),
    });
    expect(isAlive(target.pid ?? 0)).toBe(false);
  });

  it.each([
    { options: { ...settings, models: [] }, message: 'models' },
    {
      options: { ...settings, models: [...settings.models, ...settings.models] },
      message: 'unique model names',
    },
    { options: { ...settings, parallel: 0 }, message: 'parallel' },
  ])('is not started with options that cannot be run: $message', ({ options, message }) => {
    const make = (): EngineTarget => new EngineTarget({ engine: { module: 'x' }, ...options });
    expect(make).toThrow(ConfigError);
    expect(make).toThrow(message);
  });
});

describe('a request cut on purpose', () => {
  it('returns the tokens until the cut, and frees the engine', async () => {
    const target = await startLoaded();
    const asked = { model: 'model', prompt: 'a b c', maxTokens: 10 ** 9, greedy: true };
    const cut = await target.generate({ ...asked, cutAfterMs: 50 });
    expect(cut).toMatchObject({ isCut: true, outputTokens: cut.chunkNs.length, inputTokens: NaN });
    expect(cut.chunkNs.length).toBeGreaterThan(0);
    expect(cut.endNs - cut.sentNs).toBeGreaterThanOrEqual(49e6);
    expect(await ask(target, 'a b')).toMatchObject({ isCut: false, outputTokens: 4 });
  });

  it('ends normally when it completes before the cut, and fails like any other', async () => {
    const target = await startLoaded();
    const asked = { model: 'model', prompt: 'a b', maxTokens: 4, greedy: true, cutAfterMs: 60_000 };
    expect(await target.generate(asked)).toMatchObject({ isCut: false, outputTokens: 4 });
    await expect(target.generate({ ...asked, model: 'other' })).rejects.toThrow('not loaded');
  });
});
