import { describe, expect, it } from 'vitest';
import { nowNs } from '../../../src/stream/clock.ts';
import { TargetError } from '../../../src/target/errors.ts';
import type { Generation } from '../../../src/target/target.ts';
import { useLoadedTarget, type ConformanceSubject } from './subject.ts';

/** Answers, their lengths and their stamps. */
export function describeGeneration(subject: ConformanceSubject): void {
  const model = subject.small;

  describe('generating', () => {
    const target = useLoadedTarget(subject);
    const ask = (prompt: string, maxTokens: number): Promise<Generation> =>
      target().generate({ model, prompt, maxTokens, greedy: true });

    it('describes itself', () => {
      const { kind, version, models } = target().description;
      expect(kind).not.toBe('');
      expect(version).not.toBe('');
      expect(models).toEqual(expect.arrayContaining([subject.small, subject.large]));
    });

    it('gives exactly as many tokens as asked, and a stamp for each', async () => {
      const generation = await ask('the old road over the hill', 17);
      expect(generation.outputTokens).toBe(17);
      expect(generation.tokens).toHaveLength(17);
      expect(generation.chunkNs).toHaveLength(17);
      expect(generation.text).not.toBe('');
    });

    it('stamps in order, on the clock of this process', async () => {
      const beforeNs = nowNs();
      const generation = await ask('the old road over the hill', 9);
      const stampsNs = [
        beforeNs,
        generation.sentNs,
        ...generation.chunkNs,
        generation.endNs,
        nowNs(),
      ];
      expect(stampsNs).toEqual(stampsNs.toSorted((a, b) => a - b));
      expect(generation.firstByteNs).toBe(generation.chunkNs[0]);
    });

    it('repeats itself when greedy', async () => {
      const first = await ask('seven ships sail north', 24);
      const second = await ask('seven ships sail north', 24);
      expect(second.tokens).toEqual(first.tokens);
      expect(second.text).toBe(first.text);
    });

    it('reads a fresh context whole and serves none of it from a cache', async () => {
      const generation = await ask('seven ships sail north', 1);
      const counted = await target().countTokens(model, 'seven ships sail north');
      expect(generation.inputTokens).toBeGreaterThanOrEqual(counted);
      expect(generation.offeredTokens).toBe(generation.inputTokens);
      expect(generation.residentTokens).toBe(generation.inputTokens);
      expect(generation.cachedTokens).toBe(0);
    });

    it('only reads when no token is asked for', async () => {
      const generation = await ask('seven ships sail north', 0);
      expect(generation.outputTokens).toBe(0);
      expect(generation.firstByteNs).toBeNaN();
      expect(generation.residentTokens).toBe(generation.offeredTokens);
    });

    it('answers more requests at once than it has sequences', async () => {
      const prompts = Array.from(
        { length: 3 * subject.sequences + 1 },
        (_, index) => `north ${index}`,
      );
      const generations = await Promise.all(prompts.map((prompt) => ask(prompt, 8)));
      expect(generations.map(({ outputTokens }) => outputTokens)).toEqual(prompts.map(() => 8));
    });

    it('counts tokens of words one by one', async () => {
      const one = await target().countTokens(model, 'north');
      const three = await target().countTokens(model, 'north south west');
      expect([one, three]).toEqual([1, 3]);
    });

    it('refuses models that it does not know or has not loaded', async () => {
      const prompt = { prompt: 'north', maxTokens: 1, greedy: true };
      await expect(target().load('no such model')).rejects.toThrow(TargetError);
      await expect(target().load(model)).rejects.toThrow(TargetError);
      await expect(target().generate({ ...prompt, model: subject.large })).rejects.toThrow(
        TargetError,
      );
      await expect(target().unload(subject.large)).rejects.toThrow(TargetError);
    });
  });
}
