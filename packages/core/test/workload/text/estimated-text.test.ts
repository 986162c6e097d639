import { describe, expect, it } from 'vitest';
import { EstimatedText } from '../../../src/workload/text/estimated-text.ts';

describe('texts of an estimated number of tokens', () => {
  it.each([0.7, 1, 1.3, 1.9])(
    'have at most the requested tokens, and at most one word less: %s tokens per word',
    (tokensPerWord) => {
      const texts = new EstimatedText(tokensPerWord, { seed: 1, nonce: 'test' });
      for (let tokens = 2; tokens < 60; tokens += 1) {
        const made = texts.make({ label: 'prompts', number: tokens }, tokens);
        expect(made.tokens).toBe(Math.round(made.text.split(' ').length * tokensPerWord));
        expect(made.tokens).toBeLessThanOrEqual(tokens);
        expect(made.tokens).toBeGreaterThan(tokens - tokensPerWord - 0.5);
      }
    },
  );
});
