import { describe, expect, it } from 'vitest';
import { loadRequest, runLoad } from './load.ts';
import { useLoadedTarget, type ConformanceSubject } from './subject.ts';

/** Responses that the server finished without any text. */
export function describeEmptyResponses(
  model: string,
  make: NonNullable<ConformanceSubject['makeEmpty']>,
): void {
  describe('a response without text', () => {
    const target = useLoadedTarget({ make, model });

    it('is a generation of the tokens that the server counted, without timestamps', async () => {
      const request = { model, prompt: 'the old road', maxTokens: 6, greedy: true };
      const { text, outputTokens, chunkNs } = await target().generate(request);
      expect(text).toBe('');
      expect(outputTokens).toBe(1);
      expect(chunkNs).toHaveLength(0);
    });

    it('is a successful request of a load, without the time of a token', async () => {
      const requests = [loadRequest(model, 'north'), loadRequest(model, 'south')];
      const rows = await runLoad(target(), 1, { requests });
      expect(rows).toHaveLength(2);
      for (const row of rows) {
        expect(row).toMatchObject({ outcome: 'ok', errorMessage: '', outputTokens: 1 });
        expect([row.firstTokenNs, row.lastTokenNs]).toEqual([Number.NaN, Number.NaN]);
      }
    });
  });
}
