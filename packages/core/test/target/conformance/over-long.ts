import { describe, expect, it } from 'vitest';
import { RequestError } from '../../../src/target/server/failure/request-error.ts';
import type { Generation } from '../../../src/target/target.ts';
import { itWhen, useLoadedTarget, type ConformanceSubject } from './subject.ts';

/** What happens to a prompt that exceeds every context. */
export function describeOverLong(subject: ConformanceSubject): void {
  const { model, contextTokens, overLongWords: words, traits } = subject;

  describe('a prompt longer than the context', () => {
    const target = useLoadedTarget(subject);
    const ask = (): Promise<Generation> => {
      const prompt = Array.from({ length: words }, () => 'north').join(' ');
      return target().generate({ model, prompt, maxTokens: 1, greedy: true });
    };

    itWhen(traits.overLong === 'cut')('reports how much of it was kept', async () => {
      const generation = await ask();
      expect(generation.offeredTokens).toBeGreaterThan(contextTokens);
      expect(generation.residentTokens).toBeGreaterThan(0);
      expect(generation.residentTokens).toBeLessThanOrEqual(contextTokens);
    });

    itWhen(traits.overLong === 'refused')('rejects it with the words of the server', async () => {
      const refusal = ask();
      await expect(refusal).rejects.toThrow(RequestError);
      await expect(refusal).rejects.toThrow(/context|prompt/i);
    });

    itWhen(traits.overLong === 'read')('reads all of it', async () => {
      const { inputTokens, residentTokens } = await ask();
      expect(inputTokens).toBeGreaterThanOrEqual(words);
      expect(residentTokens).toBe(inputTokens);
    });

    it('leaves the target able to serve the next request', async () => {
      const request = { model, prompt: 'north', maxTokens: 4, greedy: true };
      expect((await target().generate(request)).outputTokens).toBeGreaterThan(0);
    });
  });
}
