import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { EngineTarget } from '../../../../src/target/engine/engine-target.ts';
import { ensureTinyModels } from '../../../../src/target/tiny-model/ensure-tiny-models.ts';
import { LARGE_RECIPE } from '../../../../src/target/tiny-model/recipe.ts';
import { WORDS } from '../../../../src/workload/words.ts';
import { isAlive } from '../../is-alive.ts';

const [small, large] = await ensureTinyModels();
const settings = {
  engine: 'llama-cpp',
  contextTokens: 256,
  parallel: 2,
  gpu: false,
  threads: 1,
} as const;
const targets: EngineTarget[] = [];

/** Half-precision keys and values of every layer. */
const LARGE_BYTES_PER_TOKEN = 2 * 2 * LARGE_RECIPE.layers * LARGE_RECIPE.width;

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loadcell-llama-cpp-'));
});

afterEach(async () => {
  await Promise.all(targets.splice(0).map((target) => target.stop()));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

function createTarget(path: string, options: { contextTokens?: number } = {}): EngineTarget {
  const target = new EngineTarget({ ...settings, ...options, models: [{ name: 'mine', path }] });
  targets.push(target);
  return target;
}

async function startLoaded(path: string): Promise<EngineTarget> {
  const target = createTarget(path);
  await target.start();
  await target.load('mine');
  return target;
}

async function writeModel(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

describe('a model file of the user', () => {
  it('runs under any name', async () => {
    const path = join(folder, 'my own model.bin');
    await copyFile(small.path, path);
    const target = await startLoaded(path);
    const generation = await target.generate({
      model: 'mine',
      prompt: 'north',
      maxTokens: 3,
      greedy: true,
    });
    expect(generation.outputTokens).toBe(3);
    expect(target.description.kind).toBe('llama-cpp');
    expect(target.description.version).not.toBe('');
  });

  it('fails the start with its path when it does not exist', async () => {
    const path = join(folder, 'missing.gguf');
    const target = createTarget(path);
    await expect(target.start()).rejects.toMatchObject({
      code: 'MODEL_MISSING',
      message: expect.stringContaining(path),
    });
    expect(isAlive(target.pid ?? 0)).toBe(false);
  });

  it.each([
    { what: 'a folder', code: 'MODEL_UNREADABLE', make: async () => folder },
    { what: 'text', code: 'MODEL_NOT_GGUF', make: () => writeModel('text.gguf', 'not a model') },
    { what: 'empty', code: 'MODEL_NOT_GGUF', make: () => writeModel('empty.gguf', '') },
  ])('that is $what fails the start', async ({ code, make }) => {
    await expect(createTarget(await make()).start()).rejects.toMatchObject({ code });
  });

  it('that was cut short fails to load, with the reason of llama.cpp, and the process goes on', async () => {
    const whole = await readFile(small.path);
    const target = createTarget(
      await writeModel('short.gguf', whole.subarray(0, whole.length / 2)),
    );
    await target.start();
    await expect(target.load('mine')).rejects.toMatchObject({
      code: 'MODEL_CORRUPT',
      message: expect.stringContaining('not within the file bounds'),
    });
    await expect(target.countTokens('mine', 'north')).rejects.toMatchObject({
      code: 'MODEL_NOT_LOADED',
    });
    expect(isAlive(target.pid ?? 0)).toBe(true);
  });

  it('reports what to lower when its contexts do not fit into memory', async () => {
    // Two sequences of keys and values of this length need twice the memory of the machine.
    const contextTokens = Math.ceil(totalmem() / LARGE_BYTES_PER_TOKEN);
    const target = createTarget(large.path, { contextTokens });
    await target.start();
    await expect(target.load('mine')).rejects.toMatchObject({
      code: 'MODEL_TOO_LARGE',
      message: expect.stringContaining('contextTokens'),
    });
  });
});

describe('the tiny models', () => {
  it('encode every word as one token, in any order', async () => {
    const target = await startLoaded(small.path);
    expect(await target.countTokens('mine', WORDS.join(' '))).toBe(WORDS.length);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...WORDS), { minLength: 1 }), async (words) => {
        expect(await target.countTokens('mine', words.join(' '))).toBe(words.length);
      }),
      { numRuns: 50 },
    );
  });

  it('generate only words', async () => {
    const target = await startLoaded(small.path);
    const generation = await target.generate({
      model: 'mine',
      prompt: 'north',
      maxTokens: 200,
      greedy: false,
    });
    const words = generation.text.trim().split(' ');
    expect(words).toHaveLength(200);
    expect(words.filter((word) => !WORDS.includes(word))).toEqual([]);
  });
});

/** The small model with a different end token. */
async function endingWith(token: number): Promise<Uint8Array> {
  const model = await readFile(small.path);
  const key = 'tokenizer.ggml.eos_token_id';
  const keyAt = model.indexOf(key);
  expect(keyAt).toBeGreaterThan(0);
  // The key is followed by the type of its value.
  model.writeUInt32LE(token, keyAt + key.length + 4);
  return model;
}

describe('a demanded length', () => {
  it('is reached by a model that would end earlier', async () => {
    const request = { model: 'mine', prompt: 'north', maxTokens: 12, greedy: true };
    const { tokens } = await (await startLoaded(small.path)).generate(request);
    const end = tokens[3] ?? Number.NaN;
    const at = tokens.indexOf(end);
    const target = await startLoaded(await writeModel('ending.gguf', await endingWith(end)));
    expect((await target.generate(request)).tokens).toEqual(tokens.slice(0, at));
    const demanded = await target.generate({ ...request, isLengthDemanded: true });
    expect(demanded).toMatchObject({ tokens, outputTokens: 12 });
  });
});

describe('sequences', () => {
  it('reject requests when open contexts hold them all', async () => {
    const target = await startLoaded(small.path);
    const request = { model: 'mine', prompt: 'north', maxTokens: 2, greedy: true };
    await target.openContext('mine');
    const held = await target.openContext('mine');
    await expect(target.generate(request)).rejects.toMatchObject({ code: 'NO_FREE_SEQUENCE' });
    await expect(target.openContext('mine')).rejects.toMatchObject({ code: 'NO_FREE_SEQUENCE' });
    await target.closeContext(held);
    await target.closeContext(held);
    expect((await target.generate(request)).outputTokens).toBe(2);
  });

  it('cancel their requests when their model is unloaded', async () => {
    const target = await startLoaded(small.path);
    const request = { model: 'mine', prompt: 'north', maxTokens: 1_000_000, greedy: true };
    const outcomes = Promise.allSettled(Array.from({ length: 5 }, () => target.generate(request)));
    await target.unload('mine');
    const codes = (await outcomes).map(
      (outcome) => outcome.status === 'rejected' && outcome.reason,
    );
    expect(codes).toEqual(codes.map(() => expect.objectContaining({ code: 'MODEL_UNLOADED' })));
    expect((await target.load('mine')).contextTokens).toBe(256);
  });

  it('continue after their context has overflowed', async () => {
    const target = await startLoaded(small.path);
    const context = await target.openContext('mine');
    const prompt = WORDS.slice(0, 200).join(' ');
    const ask = { model: 'mine', context, prompt, maxTokens: 100, greedy: true };
    const first = await target.generate(ask);
    const second = await target.generate(ask);
    expect(first.residentTokens).toBe(first.offeredTokens);
    expect(second.outputTokens).toBe(100);
    expect(second.residentTokens).toBeLessThan(second.offeredTokens);
    expect(second.residentTokens).toBeLessThanOrEqual(256);
  });
});
