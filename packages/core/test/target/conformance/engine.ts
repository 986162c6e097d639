import { describe, expect, it } from 'vitest';
import { TargetError } from '../../../src/target/errors.ts';
import type { Generation } from '../../../src/target/target.ts';
import { useLoadedTarget, type ConformanceSubject, type ManagedSubject } from './subject.ts';

/** What only an engine with models of its own does. */
export function describeEngine(subject: ConformanceSubject, { large }: ManagedSubject): void {
  const { model, parallel } = subject;

  describe('its engine', () => {
    const target = useLoadedTarget(subject);
    const ask = (prompt: string, maxTokens: number): Promise<Generation> =>
      target().generate({ model, prompt, maxTokens, greedy: true });

    it('names its version and every model', () => {
      const { version, models } = target().description;
      expect(version).not.toBe('');
      expect(models).toEqual(expect.arrayContaining([model, large]));
    });

    it('stamps the first byte with the first token', async () => {
      const generation = await ask('the old road over the hill', 9);
      expect(generation.firstByteNs).toBe(generation.chunkNs[0]);
    });

    it('reads a fresh context whole, and serves none of it from a cache', async () => {
      const generation = await ask('seven ships sail north', 1);
      const counted = await target().countTokens(model, 'seven ships sail north');
      expect(generation.inputTokens).toBeGreaterThanOrEqual(counted);
      expect(generation.cachedTokens).toBe(0);
    });

    it('only reads when no token is requested', async () => {
      const generation = await ask('seven ships sail north', 0);
      expect(generation.outputTokens).toBe(0);
      expect(generation.firstByteNs).toBeNaN();
      expect(generation.residentTokens).toBe(generation.offeredTokens);
    });

    it('adds the tokens of a response to its context', async () => {
      const context = await target().openContext(model);
      const request = { model, context, maxTokens: 5, greedy: true };
      const first = await target().generate({ ...request, prompt: 'the old road' });
      const second = await target().generate({ ...request, prompt: 'over the hill' });
      await target().closeContext(context);
      expect(second.offeredTokens).toBe(
        first.offeredTokens + first.outputTokens + second.inputTokens,
      );
    });

    it('continues a context as if it had been read in one go', async () => {
      const context = await target().openContext(model);
      const request = { model, context, greedy: true };
      await target().generate({ ...request, prompt: 'the old road', maxTokens: 0 });
      const inTwo = await target().generate({ ...request, prompt: 'over the hill', maxTokens: 12 });
      await target().closeContext(context);
      const inOne = await ask('the old road over the hill', 12);
      expect(inTwo.tokens).toEqual(inOne.tokens);
    });

    it('opens as many contexts as it has sequences', async () => {
      const contexts = await Promise.all(
        Array.from({ length: parallel }, () => target().openContext(model)),
      );
      await Promise.all(contexts.map((context) => target().closeContext(context)));
      expect(contexts).toHaveLength(parallel);
    });

    it('does not load a model when that is canceled already', async () => {
      await expect(target().load(large, AbortSignal.abort())).rejects.toMatchObject({
        name: 'AbortError',
      });
      await expect(target().unload(large)).rejects.toThrow(TargetError);
    });

    it('rejects a model that is loaded already, and one that is not loaded', async () => {
      const request = { prompt: 'north', maxTokens: 1, greedy: true };
      await expect(target().load(model)).rejects.toThrow(TargetError);
      await expect(target().generate({ ...request, model: large })).rejects.toThrow(TargetError);
      await expect(target().unload(large)).rejects.toThrow(TargetError);
    });
  });
}
