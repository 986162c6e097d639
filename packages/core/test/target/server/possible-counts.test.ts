import { describe, expect, it } from 'vitest';
import { countTokensOf } from '../../../src/target/server/tokens/token-counts.ts';
import { chatEvent, decode, DONE } from '../codec/decode.ts';

const ONE = chatEvent({ content: 'a' });

/** Token counts of ten content events; the last event has these extra fields. */
function countsOf(reported: object) {
  const last = `data: ${JSON.stringify({ choices: [], ...reported })}\n\n`;
  return countTokensOf(decode({ reads: [...Array.from({ length: 10 }, () => ONE), last, DONE] }));
}

describe('impossible counts', () => {
  it.each([0, -1, 2.5, '10', null])('are unknown: %s output tokens, so events count', (tokens) => {
    const counts = countsOf({ usage: { prompt_tokens: 9, completion_tokens: tokens } });
    expect(counts).toMatchObject({ outputTokens: 10, tokenCountSource: 'chunks', inputTokens: 9 });
  });

  it('are unknown: no output in usage, so the timings of the server count', () => {
    const counts = countsOf({ usage: { completion_tokens: 0 }, timings: { predicted_n: 12 } });
    expect(counts).toMatchObject({ outputTokens: 12, tokenCountSource: 'usage' });
  });

  it('do not replace a possible one after content', () => {
    const before = `data: {"choices":[],"usage":{"prompt_tokens":9,"completion_tokens":1}}\n\n`;
    const after = `data: {"choices":[],"usage":{"prompt_tokens":0,"completion_tokens":0}}\n\n`;
    const counts = countTokensOf(decode({ reads: [ONE, before, after, DONE] }));
    expect(counts).toMatchObject({ inputTokens: 9, outputTokens: 1, tokenCountSource: 'usage' });
  });

  it('are unknown: a prompt without tokens', () => {
    expect(countsOf({ usage: { prompt_tokens: 0, completion_tokens: 10 } }).inputTokens).toBeNaN();
  });

  it('are unknown: more cached tokens than the prompt has, so the timings count', () => {
    const usage = {
      prompt_tokens: 10,
      completion_tokens: 10,
      prompt_tokens_details: { cached_tokens: 500 },
    };
    expect(countsOf({ usage }).cachedTokens).toBeNaN();
    expect(countsOf({ usage, timings: { cache_n: 4, prompt_n: 6 } }).cachedTokens).toBe(4);
  });
});
