import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/spec/error/errors.ts';
import { parsePromptFile } from '../../src/workload/prompt-file.ts';

const parse = (text: string): unknown => parsePromptFile(text, 'prompts.jsonl', 16);

describe('a file of prompts', () => {
  it('contains texts, prompts and conversations, and may have blank lines', () => {
    const text = [
      '\uFEFF"one"',
      '',
      '{"prompt": "two", "outputTokens": 3}\r',
      '{"messages": [{"role": "system", "content": "be brief"}, {"role": "user", "content": "three"}]}',
    ].join('\n');
    expect(parse(text)).toEqual([
      { messages: [{ role: 'user', content: 'one' }], inputTokens: Number.NaN, outputTokens: 16 },
      { messages: [{ role: 'user', content: 'two' }], inputTokens: Number.NaN, outputTokens: 3 },
      {
        messages: [
          { role: 'system', content: 'be brief' },
          { role: 'user', content: 'three' },
        ],
        inputTokens: Number.NaN,
        outputTokens: 16,
      },
    ]);
  });

  it.each([
    ['not JSON', '"one"\n\n{"prompt": ', /line 3: not JSON/],
    ['an unknown key', '{"prompt": "a", "outputTokns": 3}', /line 1: expected/],
    ['an empty prompt', '"one"\n""', /line 2/],
    ['no messages', '{"messages": []}', /line 1/],
    ['an unknown role', '{"messages": [{"role": "me", "content": "a"}]}', /line 1/],
    ['a length of 0', '{"prompt": "a", "outputTokens": 0}', /line 1/],
    ['a number', '7', /line 1/],
    ['no content', ' \n\n', /is empty/],
  ])('is rejected with %s, with the line number', (_what, text, message) => {
    expect(() => parse(text)).toThrow(ConfigError);
    expect(() => parse(text)).toThrow(message);
    expect(() => parse(text)).toThrow(/prompts\.jsonl/);
    expect(() => parse(text)).toThrow(
      expect.objectContaining({ help: 'write each line as JSON: "text", or {"prompt": "text"}' }),
    );
  });

  it('reports the first invalid lines, and how many more there are', () => {
    const text = Array.from({ length: 9 }, () => '7').join('\n');
    expect(() => parse(text)).toThrow(/line 5:(?!.*line 6).*and 4 more/s);
  });
});
