import { describe, expect, it } from 'vitest';
import { nowNs } from '../../../src/stream/clock.ts';
import type { Generation } from '../../../src/target/target.ts';
import { itWhen, useLoadedTarget, type ConformanceSubject } from './subject.ts';

/** Responses, their lengths and their timestamps. */
export function describeGeneration(subject: ConformanceSubject): void {
  const { model, traits } = subject;
  const isExact = traits.hasExactLengths;

  describe('generating', () => {
    const target = useLoadedTarget(subject);
    const ask = (prompt: string, maxTokens: number): Promise<Generation> =>
      target().generate({ model, prompt, maxTokens, greedy: true });

    itWhen(isExact)('returns as many tokens as requested, each with a timestamp', async () => {
      const generation = await ask('the old road over the hill', 17);
      expect(generation.outputTokens).toBe(17);
      expect(generation.chunkNs).toHaveLength(17);
      expect(generation.text).not.toBe('');
    });

    itWhen(traits.hasTokenIds)('returns the id of each token', async () => {
      expect((await ask('the old road over the hill', 17)).tokens).toHaveLength(17);
    });

    it('returns at most as many tokens as requested, and no more events than tokens', async () => {
      const { outputTokens, chunkNs } = await ask('the old road over the hill', 17);
      expect(outputTokens).toBeGreaterThan(0);
      expect(outputTokens).toBeLessThanOrEqual(17);
      expect(chunkNs.length).toBeLessThanOrEqual(outputTokens);
    });

    it('takes timestamps in order, on the clock of this process', async () => {
      const beforeNs = nowNs();
      const { sentNs, firstByteNs, chunkNs, endNs } = await ask('the old road over the hill', 9);
      const timestampsNs = [beforeNs, sentNs, firstByteNs, ...chunkNs, endNs, nowNs()];
      expect(timestampsNs).toEqual(timestampsNs.toSorted((a, b) => a - b));
    });

    itWhen(traits.isDeterministic)('repeats itself when greedy', async () => {
      const first = await ask('seven ships sail north', 24);
      const second = await ask('seven ships sail north', 24);
      expect(second.tokens).toEqual(first.tokens);
      expect(second.text).toBe(first.text);
    });

    itWhen(traits.readsPrompts)(
      'reads more tokens of a longer prompt, and all of them',
      async () => {
        const short = await ask('north', 2);
        const long = await ask(Array.from({ length: 40 }, () => 'north').join(' '), 2);
        expect(short.inputTokens).toBeGreaterThan(0);
        expect(long.inputTokens).toBeGreaterThanOrEqual(short.inputTokens + 39);
        expect(long.offeredTokens).toBe(long.inputTokens);
        expect(long.residentTokens).toBe(long.inputTokens);
      },
    );

    it('serves more concurrent requests than it has sequences', async () => {
      const prompts = Array.from(
        { length: 3 * subject.parallel + 1 },
        (_, index) => `north ${index}`,
      );
      const generations = await Promise.all(prompts.map((prompt) => ask(prompt, 8)));
      const lengths = generations.map(({ outputTokens }) => outputTokens);
      expect(Math.min(...lengths)).toBeGreaterThanOrEqual(isExact ? 8 : 1);
      expect(Math.max(...lengths)).toBeLessThanOrEqual(8);
    });
  });
}
