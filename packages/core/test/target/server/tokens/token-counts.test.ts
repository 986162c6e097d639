import { describe, expect, it } from 'vitest';
import { countTokensOf } from '../../../../src/target/server/tokens/token-counts.ts';
import { chatEvent, decode, DONE } from '../../codec/decode.ts';

/** Cached tokens of a response whose last event has these extra fields. */
function cachedOf(fields: Record<string, unknown>): number {
  const last = `data: ${JSON.stringify({ choices: [], ...fields })}\n\n`;
  return countTokensOf(decode({ reads: [chatEvent({ content: 'a' }), last, DONE] })).cachedTokens;
}

const usage = { prompt_tokens: 67, completion_tokens: 6 };

describe('cached tokens', () => {
  it('are those of the usage, regardless of the timings', () => {
    const prompt_tokens_details = { cached_tokens: 60 };
    expect(cachedOf({ usage: { ...usage, prompt_tokens_details }, timings: { cache_n: 66 } })).toBe(
      60,
    );
  });

  it('are those of the timings where the usage has none or is absent', () => {
    expect(cachedOf({ usage, timings: { prompt_n: 1, cache_n: 66 } })).toBe(66);
    expect(cachedOf({ timings: { prompt_n: 1, cache_n: 66 } })).toBe(66);
  });

  it('are the unread part of the prompt, where only that is reported', () => {
    expect(cachedOf({ usage, timings: { prompt_n: 7 } })).toBe(60);
    expect(cachedOf({ usage, timings: { prompt_n: 70 } })).toBeNaN();
  });

  it('are NaN, not 0, when not reported', () => {
    expect(cachedOf({ usage })).toBeNaN();
  });
});
