import { describe, expect } from 'vitest';
import { itWhen, useLoadedTarget, type ConformanceSubject } from './subject.ts';

/** How a target counts the tokens of a text. */
export function describeTokenCounts(subject: ConformanceSubject): void {
  const { model, traits } = subject;

  describe('counting tokens', () => {
    const target = useLoadedTarget(subject);
    const count = (text: string): Promise<number> => target().countTokens(model, text);

    itWhen(traits.tokenCounts === 'words')('counts words one by one', async () => {
      expect([await count('north'), await count('north south west')]).toEqual([1, 3]);
    });

    itWhen(traits.tokenCounts === 'model')('counts more tokens in a longer text', async () => {
      const [one, many] = [await count('north'), await count('north south west '.repeat(20))];
      expect(one).toBeGreaterThan(0);
      expect(many).toBeGreaterThanOrEqual(60);
    });

    itWhen(traits.tokenCounts === 'model')(
      'counts no more tokens in a text than a request with it reads',
      async () => {
        const prompt = 'seven ships sail north';
        const { inputTokens } = await target().generate({
          model,
          prompt,
          maxTokens: 2,
          greedy: true,
        });
        expect(await count(prompt)).toBeLessThanOrEqual(inputTokens);
      },
    );

    itWhen(traits.tokenCounts === 'none')('rejects when nothing reports counts', async () => {
      await expect(count('north')).rejects.toMatchObject({ code: 'NO_TOKEN_COUNT' });
    });
  });
}
