import { describe, expect, it } from 'vitest';
import { TargetError } from '../../../src/target/errors.ts';
import { useFreshTargets, type ConformanceSubject } from './subject.ts';

/** How a target attaches to and leaves a server that it did not start. */
export function describeAttachment(subject: ConformanceSubject): void {
  const { model } = subject;
  const request = { model, prompt: 'the old road', maxTokens: 4, greedy: true };

  describe('its server', () => {
    const make = useFreshTargets(subject);

    it('serves the next target after one stopped', async () => {
      for (const target of [make(), make()]) {
        await target.start();
        expect((await target.generate(request)).outputTokens).toBeGreaterThan(0);
        await Promise.all([target.stop(), target.stop()]);
        await expect(target.generate(request)).rejects.toThrow(TargetError);
      }
    });

    it('is not used before the target has started', async () => {
      const target = make();
      expect(target.managed).toBe(false);
      await expect(target.generate(request)).rejects.toThrow(TargetError);
    });

    it('is not asked for a model when that is canceled already', async () => {
      const target = make();
      await target.start();
      await expect(target.load(model, AbortSignal.abort())).rejects.toMatchObject({
        name: 'AbortError',
      });
    });

    it('is not reached when the start is canceled', async () => {
      await expect(make().start(AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
    });
  });
}
