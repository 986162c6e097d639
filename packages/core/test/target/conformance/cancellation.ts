import { describe, expect, it } from 'vitest';
import { TargetError } from '../../../src/target/errors.ts';
import type { Generation } from '../../../src/target/target.ts';
import { ENDLESS_TOKENS, useLoadedTarget, type ConformanceSubject } from './subject.ts';

/** What an abort signal ends. */
export function describeCancellation(subject: ConformanceSubject): void {
  const model = subject.small;

  describe('cancelling', () => {
    const target = useLoadedTarget(subject);
    const ask = (maxTokens: number, signal?: AbortSignal): Promise<Generation> =>
      target().generate({
        model,
        prompt: 'the old road',
        maxTokens,
        greedy: true,
        ...(signal === undefined ? {} : { signal }),
      });

    it('ends a request under way, and goes on answering', async () => {
      const abort = new AbortController();
      const endless = ask(ENDLESS_TOKENS, abort.signal);
      // Answered after the endless one has begun: requests are handed over in order.
      await ask(4);
      abort.abort(new Error('enough'));
      await expect(endless).rejects.toMatchObject({
        name: 'AbortError',
        cause: { message: 'enough' },
      });
      expect((await ask(4)).outputTokens).toBe(4);
    });

    it('gives the sequences of cancelled requests to others', async () => {
      const abort = new AbortController();
      const running = Array.from({ length: subject.sequences - 1 }, () =>
        ask(ENDLESS_TOKENS, abort.signal),
      );
      // Answered by the last sequence that is free: the others are busy.
      await ask(4);
      const waiting = running.map(() => ask(ENDLESS_TOKENS, abort.signal));
      abort.abort();
      const outcomes = await Promise.allSettled([...running, ...waiting]);
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toEqual([]);
      const contexts = await Promise.all(
        Array.from({ length: subject.sequences }, () => target().openContext(model)),
      );
      await Promise.all(contexts.map((context) => target().closeContext(context)));
      expect(contexts).toHaveLength(subject.sequences);
    });

    it('does not begin a request that is cancelled already', async () => {
      await expect(ask(ENDLESS_TOKENS, AbortSignal.abort())).rejects.toMatchObject({
        name: 'AbortError',
      });
    });

    it('does not load when that is cancelled already', async () => {
      await expect(target().load(subject.large, AbortSignal.abort())).rejects.toMatchObject({
        name: 'AbortError',
      });
      await expect(target().unload(subject.large)).rejects.toThrow(TargetError);
    });
  });
}
