import { describe, expect, it } from 'vitest';
import { guidellm } from '../../../../src/workload/dataset/text/guidellm.ts';
import { headOf, readAll, recordsOf, saidIn } from './records.ts';

const read = (...values: readonly unknown[]) => readAll(guidellm, recordsOf(...values));

describe('columns named as in guidellm', () => {
  it('with numbers are turns, sent with the answers of the run', () => {
    const { conversations, warnings } = read({
      prefix: 'Be brief.',
      prompt_0: 'A tide?',
      output_tokens_count_0: 20,
      'prompt-1': 'And at noon?',
    });
    expect(saidIn(conversations[0])).toEqual([
      [
        ['system', 'Be brief.'],
        ['user', 'A tide?'],
      ],
      [['user', 'And at noon?']],
    ]);
    expect(conversations[0]?.history).toBe('live');
    expect(conversations[0]?.turns.map(({ output }) => output)).toEqual([
      { tokens: 20, kind: 'demand' },
      undefined,
    ]);
    expect(warnings).toEqual([
      {
        line: 1,
        reason:
          'columns: "prefix" (system prompt), "prompt_0" (prompt), "output_tokens_count_0" (output tokens), "prompt-1" (prompt)',
      },
    ]);
  });

  it('are taken by their place in the file, and those that are not used are reported', () => {
    const { conversations, warnings } = read(
      { Context: 'one', Question: 'two', input_tokens_count: '9', tool_response: 'x' },
      { Context: 'three', Question: 'four', images: null, system_prompts: 'five' },
    );
    expect(conversations.map(saidIn)).toEqual([
      [[['user', 'one']]],
      [
        [
          ['system', 'five'],
          ['user', 'three'],
        ],
      ],
    ]);
    expect(warnings).toEqual([
      {
        line: 1,
        reason:
          'columns: "Context" (prompt), "input_tokens_count" (input tokens: not used), "tool_response" (result of a tool: not used), "Question" (not used)',
      },
      { line: 2, reason: 'columns: "system_prompts" (system prompt)' },
    ]);
  });

  it('follow the numbers of the turns, not their place in the file', () => {
    const { conversations } = read({ prompt_10: 'c', prompt_2: 'b', prompt: 'a' });
    expect(saidIn(conversations[0])).toEqual([[['user', 'a']], [['user', 'b']], [['user', 'c']]]);
  });

  it('may hold media and tools, which are JSON in a table of texts', () => {
    const tools = [{ type: 'function', function: { name: 'tide' } }];
    const picture = 'data:image/png;base64,iVBORw0KGgoAAAANSUhEUg==';
    const { conversations } = read(
      { prompt: 'a', picture, tools },
      { prompt: 'a', tools: JSON.stringify(tools) },
      { picture },
    );
    const image = {
      type: 'image',
      source: { mediaType: 'image/png', base64: 'iVBORw0KGgoAAAANSUhEUg==' },
    };
    expect(conversations.map(saidIn)).toEqual([
      [[['user', [{ type: 'text', text: 'a' }, image]]]],
      [[['user', 'a']]],
      [[['user', [image]]]],
    ]);
    for (const { turns } of conversations.slice(0, 2)) {
      expect(turns[0]?.input).toMatchObject({
        content: { tools: { definitions: [{ name: 'tide' }] } },
      });
    }
  });

  it.each([
    [{ id: 'a' }, 'no column with a prompt'],
    [{ prompt_0: 'a', output_tokens_count_1: 4 }, 'turn 1: no column with a prompt'],
    [{ prompt: 7 }, 'prompt: expected a text, found 7'],
    [
      { prompt: 'a', output_tokens_count: 'b' },
      'output_tokens_count: expected a number of at least 0, found "b"',
    ],
    [
      { prompt: 'a', image: 'https://example.invalid/a.png' },
      expect.stringContaining('image: "https://example.invalid/a.png" is a URL'),
    ],
    [{ prompt: 'a', tools: 'b' }, 'tools: expected a list that is not empty, found "b"'],
    ['a', 'row: expected an object, found "a"'],
  ])('name what is wrong with %j', (value, reason) => {
    expect(read(value).faults).toEqual([{ line: 1, kind: 'unreadable', reason }]);
  });

  it.each([
    [{ prompt: 'a', output_tokens_count: 1 }, true],
    [{ prompt_0: 'a' }, true],
    [{ question: 'a' }, true],
    [{ prompt: 'a', source: 'b' }, true],
    [{ text: 'a', label: 1 }, true],
    [{ prompt: 'a' }, false],
    [{ text: 'a' }, false],
    [{ prompt: 'a', model: 'm' }, true],
    [{ prompt: 'a', max_tokens: 1 }, false],
    [{ prompt: 'a', output_tokens: 1 }, false],
    [{ question: 'a', answer: 'b' }, false],
    [{ question: 'a', choices: [], answer: 0 }, false],
    [{ conversations: [] }, false],
    [{ source: 'b' }, false],
    ['a', false],
  ])('are recognized where no other format is: %j', (record, isRecognized) => {
    expect(guidellm.recognizes(headOf(record))).toBe(isRecognized);
  });

  it('are recognized in CSV by a column of texts', () => {
    expect(guidellm.recognizes(headOf({ text: 'a' }, 'csv'))).toBe(true);
    expect(guidellm.recognizes(headOf({ TIMESTAMP: '1', ContextTokens: '2' }, 'csv'))).toBe(false);
  });
});
