import { describe, expect, it } from 'vitest';
import { TargetError } from '../../../src/target/errors.ts';
import type { ContextHandle, Generation } from '../../../src/target/target.ts';
import { itWhen, useLoadedTarget, type ConformanceSubject } from './subject.ts';

/** What contexts hold. */
export function describeContexts(subject: ConformanceSubject): void {
  const { model, traits } = subject;

  describe('contexts', () => {
    const target = useLoadedTarget(subject);
    const ask = (context: ContextHandle, prompt: string): Promise<Generation> =>
      target().generate({ model, context, prompt, maxTokens: 5, greedy: true });

    itWhen(traits.readsPrompts)('offers what a context held, and the prompt', async () => {
      const context = await target().openContext(model);
      const first = await ask(context, 'the old road');
      const second = await ask(context, 'over the hill');
      await target().closeContext(context);
      expect(first.offeredTokens).toBe(first.inputTokens);
      expect(second.offeredTokens).toBeGreaterThan(first.offeredTokens);
      expect(second.residentTokens).toBe(second.offeredTokens);
    });

    itWhen(traits.readsPrompts)('keeps contexts apart', async () => {
      const contexts = [await target().openContext(model), await target().openContext(model)];
      const responses = await Promise.all(
        contexts.map((context) => ask(context, 'the same words')),
      );
      await Promise.all(contexts.map((context) => target().closeContext(context)));
      expect(responses.map(({ offeredTokens }) => offeredTokens)).toEqual(
        responses.map(({ inputTokens }) => inputTokens),
      );
      expect(new Set(responses.map(({ inputTokens }) => inputTokens)).size).toBe(1);
    });

    itWhen(traits.readsPrompts)('serves requests of one context one after the other', async () => {
      const context = await target().openContext(model);
      const responses = await Promise.all(
        ['north', 'south', 'west'].map((prompt) => ask(context, prompt)),
      );
      await target().closeContext(context);
      const offered = responses.map(({ offeredTokens }) => offeredTokens);
      expect(offered).toEqual([...new Set(offered)].toSorted((a, b) => a - b));
    });

    it('rejects a context that was closed, or went with its model', async () => {
      const closed = await target().openContext(model);
      await target().closeContext(closed);
      const gone = await target().openContext(model);
      await target().unload(model);
      await target().load(model);
      await expect(ask(closed, 'north')).rejects.toThrow(TargetError);
      await expect(ask(gone, 'north')).rejects.toThrow(TargetError);
    });
  });
}
