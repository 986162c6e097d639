import { describe, expect, it } from 'vitest';
import { countTokensOf } from '../../../../src/target/server/tokens/token-counts.ts';
import { chatEvent, decode, DONE } from '../../codec/decode.ts';

/** The cached tokens of an answer whose last event says this beside its choices. */
function cachedOf(told: Record<string, unknown>): number {
  const last = `data: ${JSON.stringify({ choices: [], ...told })}\n\n`;
  return countTokensOf(decode({ reads: [chatEvent({ content: 'a' }), last, DONE] })).cachedTokens;
}

const usage = { prompt_tokens: 67, completion_tokens: 6 };

describe('cached tokens', () => {
  it('are those of the usage, whatever the timings say', () => {
    const prompt_tokens_details = { cached_tokens: 60 };
    expect(cachedOf({ usage: { ...usage, prompt_tokens_details }, timings: { cache_n: 66 } })).toBe(
      60,
    );
  });

  it('are those of the timings where the usage is silent or absent', () => {
    expect(cachedOf({ usage, timings: { prompt_n: 1, cache_n: 66 } })).toBe(66);
    expect(cachedOf({ timings: { prompt_n: 1, cache_n: 66 } })).toBe(66);
  });

  it('are what of the prompt was not read, where only that is told', () => {
    expect(cachedOf({ usage, timings: { prompt_n: 7 } })).toBe(60);
    expect(cachedOf({ usage, timings: { prompt_n: 70 } })).toBeNaN();
  });

  it('are untold, and not 0, where nobody tells', () => {
    expect(cachedOf({ usage })).toBeNaN();
  });
});
