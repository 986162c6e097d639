import { describe, expect, it } from 'vitest';
import { readReasoningTokens } from '../../../../src/target/codec/fields/reasoning-tokens.ts';

describe('reasoning tokens of a usage', () => {
  it.each([
    ['chat', { completion_tokens_details: { reasoning_tokens: 4 } }],
    ['Responses', { output_tokens_details: { reasoning_tokens: 4 } }],
    ['Messages', { output_tokens_details: { thinking_tokens: 4 } }],
    ['SGLang', { completion_tokens_details: null, reasoning_tokens: 4 }],
  ])('are read in the spelling of %s', (_who, usage) => {
    expect(readReasoningTokens(usage)).toBe(4);
  });

  it('are NaN, and not 0, without a count', () => {
    for (const usage of [{}, { reasoning_tokens: null }, { output_tokens_details: {} }]) {
      expect(readReasoningTokens(usage)).toBeNaN();
    }
  });

  it('may be 0', () => {
    expect(readReasoningTokens({ output_tokens_details: { reasoning_tokens: 0 } })).toBe(0);
  });
});
