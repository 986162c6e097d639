import { describe, expect, it } from 'vitest';
import type { RequestTools } from '../../../../../src/spec/content/chat-message.ts';
import { ConfigError } from '../../../../../src/spec/error/errors.ts';
import { bodyOf, TOOL_TURNS } from './requests.ts';

const SCHEMA = { type: 'object', properties: { h: { type: 'number' } } } as const;

const TOOLS: RequestTools = {
  definitions: [{ name: 'tide', description: 'Tide tables', parameters: SCHEMA }, { name: 'moon' }],
  choice: 'required',
  isParallel: false,
};

const FUNCTIONS = [
  {
    type: 'function',
    function: { name: 'tide', description: 'Tide tables', parameters: SCHEMA },
  },
  { type: 'function', function: { name: 'moon' } },
];

describe('tool turns', () => {
  it('of a chat have calls, results by id and definitions', () => {
    expect(bodyOf('openai-chat', { messages: TOOL_TURNS, tools: TOOLS })).toMatchObject({
      messages: [
        { role: 'system', content: 'Be short.' },
        { role: 'user', content: 'High tide?' },
        {
          role: 'assistant',
          content: null,
          tool_calls: [
            { id: 'c1', type: 'function', function: { name: 'tide', arguments: '{"h":9}' } },
            { id: 'c2', type: 'function', function: { name: 'moon', arguments: '' } },
          ],
        },
        { role: 'tool', content: 'at 9', tool_call_id: 'c1' },
        { role: 'tool', content: 'new', tool_call_id: 'c2' },
        { role: 'user', content: 'Sure?' },
      ],
      tools: FUNCTIONS,
      tool_choice: 'required',
      parallel_tool_calls: false,
    });
  });

  it('of the Responses API are items, with instructions apart and flat definitions', () => {
    expect(bodyOf('openai-responses', { messages: TOOL_TURNS, tools: TOOLS })).toEqual({
      model: 'm',
      instructions: 'Be short.',
      input: [
        { role: 'user', content: 'High tide?' },
        { type: 'function_call', call_id: 'c1', name: 'tide', arguments: '{"h":9}' },
        { type: 'function_call', call_id: 'c2', name: 'moon', arguments: '' },
        { type: 'function_call_output', call_id: 'c1', output: 'at 9' },
        { type: 'function_call_output', call_id: 'c2', output: 'new' },
        { role: 'user', content: 'Sure?' },
      ],
      max_output_tokens: 12,
      stream: true,
      store: false,
      temperature: 0,
      tools: [
        { type: 'function', name: 'tide', description: 'Tide tables', parameters: SCHEMA },
        { type: 'function', name: 'moon' },
      ],
      tool_choice: 'required',
      parallel_tool_calls: false,
    });
  });

  it('of the Messages API are blocks, with the results of parallel calls in one message', () => {
    expect(bodyOf('anthropic-messages', { messages: TOOL_TURNS, tools: TOOLS })).toEqual({
      model: 'm',
      system: 'Be short.',
      messages: [
        { role: 'user', content: 'High tide?' },
        {
          role: 'assistant',
          content: [
            { type: 'tool_use', id: 'c1', name: 'tide', input: { h: 9 } },
            { type: 'tool_use', id: 'c2', name: 'moon', input: {} },
          ],
        },
        {
          role: 'user',
          content: [
            { type: 'tool_result', tool_use_id: 'c1', content: 'at 9' },
            { type: 'tool_result', tool_use_id: 'c2', content: 'new' },
          ],
        },
        { role: 'user', content: 'Sure?' },
      ],
      max_tokens: 12,
      stream: true,
      temperature: 0,
      tools: [
        { name: 'tide', description: 'Tide tables', input_schema: SCHEMA },
        { name: 'moon', input_schema: { type: 'object' } },
      ],
      tool_choice: { type: 'any', disable_parallel_tool_use: true },
    });
  });

  it('of Ollama have arguments as objects, and results by the name of their tool', () => {
    const { choice: _choice, ...tools } = TOOLS;
    expect(bodyOf('ollama-chat', { messages: TOOL_TURNS, tools })).toMatchObject({
      messages: [
        { role: 'system', content: 'Be short.' },
        { role: 'user', content: 'High tide?' },
        {
          role: 'assistant',
          content: '',
          tool_calls: [
            { function: { name: 'tide', arguments: { h: 9 } } },
            { function: { name: 'moon', arguments: {} } },
          ],
        },
        { role: 'tool', content: 'at 9', tool_name: 'tide' },
        { role: 'tool', content: 'new', tool_name: 'moon' },
        { role: 'user', content: 'Sure?' },
      ],
      tools: FUNCTIONS,
    });
  });

  it.each([
    ['openai-chat', { type: 'function', function: { name: 'tide' } }],
    ['openai-responses', { type: 'function', name: 'tide' }],
    ['anthropic-messages', { type: 'tool', name: 'tide' }],
  ] as const)('of %s may demand one tool', (api, choice) => {
    for (const named of ['tide', { name: 'tide' }]) {
      const tools = { definitions: [{ name: 'tide' }], choice: named };
      expect(bodyOf(api, { tools })).toMatchObject({ tool_choice: choice });
    }
  });

  it.each([
    ['openai-completions', 'set target.api to openai-chat'],
    ['llama-completion', 'set target.api to openai-chat'],
    ['ollama-generate', 'set target.api to ollama-chat'],
  ] as const)('are refused by %s, which takes text alone', (api, help) => {
    const asked = { messages: TOOL_TURNS, tools: TOOLS };
    expect(() => bodyOf(api, asked)).toThrow(ConfigError);
    expect(() => bodyOf(api, { messages: TOOL_TURNS })).toThrow(
      `api "${api}" cannot carry tool calls`,
    );
    const said = { summary: `api "${api}" cannot carry tools`, help };
    expect(() => bodyOf(api, asked)).toThrow(expect.objectContaining(said));
  });

  it.each(['anthropic-messages', 'ollama-chat'] as const)(
    'with arguments that are no object are refused by %s',
    (api) => {
      const toolCalls = [{ id: 'c', name: 'tide', arguments: '{"h":' }];
      const messages = [{ role: 'assistant', content: '', toolCalls }] as const;
      expect(() => bodyOf(api, { messages })).toThrow(/call of "tide", which are not a JSON/);
      expect(bodyOf('openai-chat', { messages })).toMatchObject({
        messages: [{ tool_calls: [{ function: { arguments: '{"h":' } }] }],
      });
    },
  );
});
