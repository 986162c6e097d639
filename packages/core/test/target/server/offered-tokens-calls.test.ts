import { describe, expect, it } from 'vitest';
import { OfferedTokens } from '../../../src/target/server/tokens/offered-tokens.ts';

/** A server that counts one token per four bytes, and the number of calls. */
function counting() {
  let calls = 0;
  const offered = new OfferedTokens((_model, text) => {
    calls += 1;
    return Promise.resolve(text.length / 4);
  });
  const of = (bytes: number, readTokens: number, contextTokens: number): Promise<number> =>
    offered.of('m', [{ role: 'user', content: 'x'.repeat(bytes) }], readTokens, contextTokens);
  return { of, calls: () => calls };
}

describe('offered tokens of a prompt', () => {
  it('equal those that the server read where the prompt fits, without a call', async () => {
    const { of, calls } = counting();
    expect(await of(400, 100, 512)).toBe(100);
    expect(await of(4000, 1000, Number.NaN)).toBe(1000);
    expect(calls()).toBe(0);
  });

  it('exceed those that it read where the prompt was truncated, with a few calls for any number of prompts', async () => {
    const { of, calls } = counting();
    for (let prompt = 0; prompt < 50; prompt += 1) expect(await of(8000, 500, 512)).toBe(2000);
    expect(calls()).toBeLessThanOrEqual(3);
  });

  it('equal those that it read where the estimate is about the same', async () => {
    const { of, calls } = counting();
    for (let prompt = 0; prompt < 50; prompt += 1) expect(await of(1900, 480, 512)).toBe(480);
    expect(calls()).toBeLessThanOrEqual(3);
  });
});
