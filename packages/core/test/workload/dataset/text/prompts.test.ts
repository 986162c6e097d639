import { describe, expect, it } from 'vitest';
import { prompts } from '../../../../src/workload/dataset/text/prompts.ts';
import { headOf, jsonLines, readAll, recordsOf, saidIn } from './records.ts';

const read = (...values: readonly unknown[]) => readAll(prompts, recordsOf(...values));

describe('prompts', () => {
  it('are texts, objects with a text and lists of messages, each a request by itself', () => {
    const { conversations, faults } = read(
      'one',
      { prompt: 'two', outputTokens: 3 },
      {
        messages: [
          { role: 'system', content: 'be brief' },
          { role: 'user', content: 'three' },
        ],
      },
    );
    expect(faults).toEqual([]);
    expect(conversations.map(saidIn)).toEqual([
      [[['user', 'one']]],
      [[['user', 'two']]],
      [
        [
          ['system', 'be brief'],
          ['user', 'three'],
        ],
      ],
    ]);
    expect(conversations.map(({ history }) => history)).toEqual(['none', 'none', 'none']);
    expect(conversations.map(({ turns }) => turns[0]?.output)).toEqual([
      undefined,
      { tokens: 3, kind: 'cap' },
      undefined,
    ]);
  });

  it('are rows of a table with their column, whose numbers are texts', () => {
    const { conversations } = read({ prompt: '42', outputTokens: '7' });
    expect(saidIn(conversations[0])).toEqual([[['user', '42']]]);
    expect(conversations[0]?.turns[0]?.output).toEqual({ tokens: 7, kind: 'cap' });
  });

  it('may have the form of the Responses API', () => {
    const { conversations } = read({
      id: 'a',
      input: [
        { role: 'developer', content: 'be brief' },
        { role: 'user', content: [{ type: 'input_text', text: 'Tide?' }] },
        { type: 'reasoning', summary: [] },
        { type: 'function_call', call_id: 'c', name: 'tide', arguments: '{}' },
        { type: 'function_call_output', call_id: 'c', output: 'low' },
      ],
    });
    expect(conversations[0]?.turns[0]).toEqual({
      line: 1,
      label: 'a',
      input: {
        kind: 'content',
        content: {
          messages: [
            { role: 'system', content: 'be brief' },
            { role: 'user', content: [{ type: 'text', text: 'Tide?' }] },
            {
              role: 'assistant',
              content: '',
              toolCalls: [{ id: 'c', name: 'tide', arguments: '{}' }],
            },
            { role: 'tool', content: 'low', toolCallId: 'c' },
          ],
        },
      },
    });
    expect(saidIn(read({ input: 'one' }).conversations[0])).toEqual([[['user', 'one']]]);
  });

  it.each([
    [
      'an unknown key',
      { prompt: 'a', outputTokns: 3 },
      'unknown key "outputTokns"; did you mean "outputTokens"?',
    ],
    ['a blank prompt', ' ', 'prompt: expected a text that is not blank, found " "'],
    ['an empty prompt', { prompt: '' }, 'prompt: expected a text that is not blank, found ""'],
    [
      'no messages',
      { messages: [] },
      'messages: expected a list that is not empty, found an empty list',
    ],
    [
      'an unknown role',
      { messages: [{ role: 'me', content: 'a' }] },
      /^messages\[0\]\.role: expected/,
    ],
    ['a number', 7, /^row: expected "text", .* found 7$/],
    ['no input', { id: 'a' }, /^row: expected "text", /],
    ['two inputs', { prompt: 'a', input: 'b' }, /^row: expected "text", /],
    [
      'a part of a token',
      { prompt: 'a', outputTokens: 1.5 },
      'outputTokens: expected a whole number, found 1.5',
    ],
    [
      'a length below 0',
      { prompt: 'a', outputTokens: -1 },
      'outputTokens: expected a number of at least 0, found -1',
    ],
    [
      'an answer at the end',
      {
        messages: [
          { role: 'user', content: 'a' },
          { role: 'assistant', content: 'b' },
        ],
      },
      /^messages: the last one is the answer, .* --dataset-format openai-fine-tuning$/,
    ],
  ])('with %s are named by their line', (_what, value, reason) => {
    expect(read('one', value).faults).toEqual([
      { line: 2, kind: 'unreadable', reason: expect.stringMatching(reason) },
    ]);
  });

  it('with a length of 0 are not sent', () => {
    expect(read({ prompt: 'a', outputTokens: 0 }).faults).toEqual([
      { line: 1, kind: 'failed', reason: 'outputTokens: 0 tokens of output, which servers refuse' },
    ]);
  });

  it('that are no JSON are named by their line', () => {
    const { faults, conversations } = readAll(prompts, jsonLines('"one"\n\n{"prompt": \n"two"'));
    expect(faults).toEqual([
      { line: 3, kind: 'unreadable', reason: expect.stringContaining('JSON') },
    ]);
    expect(conversations.map(({ turns }) => turns[0]?.line)).toEqual([1, 4]);
  });

  it.each([
    ['one', true],
    [{ prompt: 'a', outputTokens: 1 }, true],
    [{ id: 'm', messages: [{ role: 'user', content: 'a' }] }, true],
    [{ prompt: 'a', output_tokens: 1 }, false],
    [{ messages: [{ role: 'assistant', content: 'a' }] }, false],
    [{ messages: [{ role: 'user', content: 'a' }], model: 'm' }, false],
    [{ id: 'a' }, false],
    [7, false],
  ])('are recognized by the keys of their first record: %j', (record, isRecognized) => {
    expect(prompts.recognizes(headOf(record))).toBe(isRecognized);
  });
});
