import { describe, expect, it } from 'vitest';
import { TargetError } from '../../../src/target/errors.ts';
import type { Generation } from '../../../src/target/target.ts';
import { useLoadedTarget, type ConformanceSubject } from './subject.ts';

/** What contexts hold. */
export function describeContexts(subject: ConformanceSubject): void {
  const model = subject.small;

  describe('contexts', () => {
    const target = useLoadedTarget(subject);

    it('offers what a context held, and the prompt', async () => {
      const context = await target().openContext(model);
      const ask = (prompt: string): Promise<Generation> =>
        target().generate({ model, context, prompt, maxTokens: 5, greedy: true });
      const first = await ask('the old road');
      const second = await ask('over the hill');
      await target().closeContext(context);
      expect(first.offeredTokens).toBe(first.inputTokens);
      expect(second.offeredTokens).toBe(
        first.offeredTokens + first.outputTokens + second.inputTokens,
      );
      expect(second.residentTokens).toBe(second.offeredTokens);
    });

    it('continues a context as if it had been read in one go', async () => {
      const context = await target().openContext(model);
      await target().generate({
        model,
        context,
        prompt: 'the old road',
        maxTokens: 0,
        greedy: true,
      });
      const inTwo = await target().generate({
        model,
        context,
        prompt: 'over the hill',
        maxTokens: 12,
        greedy: true,
      });
      await target().closeContext(context);
      const inOne = await target().generate({
        model,
        prompt: 'the old road over the hill',
        maxTokens: 12,
        greedy: true,
      });
      expect(inTwo.tokens).toEqual(inOne.tokens);
    });

    it('keeps contexts apart', async () => {
      const contexts = [await target().openContext(model), await target().openContext(model)];
      const answers = await Promise.all(
        contexts.map((context) =>
          target().generate({
            model,
            context,
            prompt: 'the same words',
            maxTokens: 4,
            greedy: true,
          }),
        ),
      );
      await Promise.all(contexts.map((context) => target().closeContext(context)));
      expect(answers.map(({ offeredTokens }) => offeredTokens)).toEqual(
        answers.map(({ inputTokens }) => inputTokens),
      );
    });

    it('answers requests on one context one after the other', async () => {
      const context = await target().openContext(model);
      const answers = await Promise.all(
        ['north', 'south', 'west'].map((prompt) =>
          target().generate({ model, context, prompt, maxTokens: 4, greedy: true }),
        ),
      );
      await target().closeContext(context);
      const offered = answers.map(({ offeredTokens }) => offeredTokens);
      expect(offered).toEqual([...new Set(offered)].toSorted((a, b) => a - b));
    });

    it('says how much of an over-long context it kept', async () => {
      const prompt = Array.from({ length: 3 * subject.contextTokens }, () => 'north').join(' ');
      const generation = await target().generate({ model, prompt, maxTokens: 1, greedy: true });
      expect(generation.offeredTokens).toBe(generation.inputTokens);
      expect(generation.offeredTokens).toBeGreaterThan(subject.contextTokens);
      expect(generation.residentTokens).toBeGreaterThan(0);
      expect(generation.residentTokens).toBeLessThanOrEqual(subject.contextTokens);
    });

    it('refuses a context that was closed, or went with its model', async () => {
      const closed = await target().openContext(model);
      await target().closeContext(closed);
      const gone = await target().openContext(model);
      await target().unload(model);
      await target().load(model);
      const request = { model, prompt: 'north', maxTokens: 1, greedy: true };
      await expect(target().generate({ ...request, context: closed })).rejects.toThrow(TargetError);
      await expect(target().generate({ ...request, context: gone })).rejects.toThrow(TargetError);
    });
  });
}
