import { describe, expect, it } from 'vitest';
import { useLoadedTarget, type ConformanceSubject } from './subject.ts';

/** What a target reports about itself, and which names it takes. */
export function describeDescription(subject: ConformanceSubject): void {
  const { model } = subject;

  describe('describing itself', () => {
    const target = useLoadedTarget(subject);

    it('names its kind and its models', () => {
      const { kind, models } = target().description;
      expect(kind).toBe(subject.kind);
      expect(models).toContain(model);
    });

    it('reports how many tokens a context holds, or NaN', async () => {
      await target().unload(model);
      expect((await target().load(model)).contextTokens).toBe(subject.contextTokens);
    });

    it('rejects a model that it does not know', async () => {
      const request = { model: 'no such model', prompt: 'north', maxTokens: 1, greedy: true };
      await expect(target().load(request.model)).rejects.toThrow(request.model);
      await expect(target().unload(request.model)).rejects.toThrow(request.model);
      await expect(target().openContext(request.model)).rejects.toThrow(request.model);
      await expect(target().generate(request)).rejects.toThrow(request.model);
    });
  });
}
