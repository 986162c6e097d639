import { describe, expect, it } from 'vitest';
import { OfferedTokens } from '../../../../src/target/server/tokens/offered-tokens.ts';

const TEMPLATE_TOKENS = 12;

/** Counts words as tokens. */
function words(count: number): string {
  return Array.from({ length: count }, () => 'a').join(' ');
}

function offered() {
  let counted = 0;
  const tokens = new OfferedTokens((_, text) => {
    counted += 1;
    return Promise.resolve(text.split(' ').length);
  });
  return {
    countedTimes: () => counted,
    of: (text: string, toldTokens: number, model = 'm') =>
      tokens.of(model, [{ role: 'user', content: text }], toldTokens, 256),
  };
}

describe('offered tokens', () => {
  it('equal those that the server read, without a count, where the prompt always fits', async () => {
    const { of, countedTimes } = offered();
    expect(await of(words(20), 20 + TEMPLATE_TOKENS)).toBe(32);
    expect(countedTimes()).toBe(0);
  });

  it('include the chat template, like those that were read', async () => {
    const { of } = offered();
    await of(words(20), 20 + TEMPLATE_TOKENS);
    expect(await of(words(1000), 256)).toBe(1000 + TEMPLATE_TOKENS);
  });

  it('are those of the prompt where no template is known, of the model or at all', async () => {
    const { of } = offered();
    expect(await of(words(1000), 256)).toBe(1000);
    await of(words(20), 32, 'other');
    expect(await of(words(1000), 256)).toBe(1000);
  });
});
