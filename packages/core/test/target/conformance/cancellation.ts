import { describe, expect, it } from 'vitest';
import type { Generation } from '../../../src/target/target.ts';
import { useLoadedTarget, type ConformanceSubject } from './subject.ts';

/** What an abort signal ends. */
export function describeCancellation(subject: ConformanceSubject): void {
  const { model, parallel, endlessTokens } = subject;

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
    /** Served after those before it have begun, where a sequence is free: requests are handed over in order. */
    const askBesides = async (running: number): Promise<void> => {
      if (running < parallel) await ask(4);
    };

    it('ends a request in flight, and serves the next one', async () => {
      const abort = new AbortController();
      const endless = ask(endlessTokens, abort.signal);
      await askBesides(1);
      abort.abort(new Error('enough'));
      await expect(endless).rejects.toMatchObject({
        name: 'AbortError',
        cause: { message: 'enough' },
      });
      expect((await ask(4)).outputTokens).toBeGreaterThan(0);
    });

    it('gives the sequences of canceled requests to others', async () => {
      const abort = new AbortController();
      const running = Array.from({ length: parallel - 1 }, () => ask(endlessTokens, abort.signal));
      await askBesides(running.length);
      const waiting = running.map(() => ask(endlessTokens, abort.signal));
      abort.abort();
      const outcomes = await Promise.allSettled([...running, ...waiting]);
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toEqual([]);
      const others = await Promise.all(Array.from({ length: parallel }, () => ask(4)));
      expect(others).toHaveLength(parallel);
    });

    it('does not begin a request that is canceled already', async () => {
      await expect(ask(endlessTokens, AbortSignal.abort())).rejects.toMatchObject({
        name: 'AbortError',
      });
    });
  });
}
