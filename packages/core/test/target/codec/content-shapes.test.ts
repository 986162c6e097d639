import { describe } from 'vitest';
import { chatEvent, DONE, usageEvent } from './decode.ts';
import { testShapes, type Shape } from './shape.ts';

const text = (content: string): string => chatEvent({ content });
const END = chatEvent({}, { finish_reason: 'stop' });

const SHAPES: readonly Shape[] = [
  {
    name: 'a first event with only a role',
    body: { reads: [chatEvent({ role: 'assistant', content: null }), text('one'), DONE] },
    expected: { content: [2], text: 'one', events: 3 },
  },
  {
    name: 'a first event with a role and empty content',
    body: { reads: [chatEvent({ role: 'assistant', content: '' }), text('one'), DONE] },
    expected: { content: [2], text: 'one', events: 3 },
  },
  {
    name: 'empty content between tokens',
    body: { reads: [text('one'), text(''), text('two'), DONE] },
    expected: { content: [1, 3], text: 'onetwo', events: 4 },
  },
  {
    name: 'a usage-only tail without choices',
    body: { reads: [text('one'), END, usageEvent(9, 1), DONE] },
    expected: { content: [1], text: 'one', events: 4, outputTokens: 1, finishReason: 'stop' },
  },
  {
    name: 'a usage of null in every event but the last',
    body: {
      reads: [
        text('one').replace('"choices"', '"usage":null,"choices"'),
        END,
        usageEvent(9, 1),
        DONE,
      ],
    },
    expected: { content: [1], text: 'one', events: 4, outputTokens: 1, finishReason: 'stop' },
  },
  {
    name: 'several tokens in one event: one timestamp, count from usage',
    body: { reads: [text('one two three'), text(' four'), END, usageEvent(9, 4), DONE] },
    expected: {
      content: [1, 2],
      text: 'one two three four',
      events: 5,
      outputTokens: 4,
      finishReason: 'stop',
    },
  },
  {
    name: 'a response of one token',
    body: { reads: [text('one'), END, usageEvent(9, 1), DONE] },
    expected: { content: [1], text: 'one', events: 4, outputTokens: 1, finishReason: 'stop' },
  },
  {
    name: 'a response without any token',
    body: { reads: [chatEvent({ role: 'assistant' }), END, usageEvent(9, 0), DONE] },
    expected: { content: [], text: '', events: 4, outputTokens: 0, finishReason: 'stop' },
  },
  {
    name: 'an error event inside a 200',
    body: { reads: [text('one'), 'data: {"error":{"message":"out of memory","code":500}}\n\n'] },
    expected: {
      content: [1],
      text: 'one',
      events: 2,
      ending: 'none',
      faults: ['error-event: out of memory'],
    },
  },
  {
    name: 'an error event by its name',
    body: { reads: ['event: error\ndata: {"message":"overloaded"}\n\n'] },
    expected: {
      content: [],
      text: '',
      events: 1,
      ending: 'none',
      faults: ['error-event: overloaded'],
    },
  },
  {
    name: 'an error in a separate field, as in llama.cpp',
    body: { reads: ['error: {"code":400,"message":"too long","type":"x"}\n\n'] },
    expected: {
      content: [],
      text: '',
      events: 1,
      ending: 'none',
      faults: ['error-event: too long'],
    },
  },
  {
    name: 'an error that is the event itself, as in older vLLM',
    body: { reads: ['data: {"object":"error","message":"bad request","code":400}\n\n', DONE] },
    expected: { content: [], text: '', events: 2, faults: ['error-event: bad request'] },
  },
  {
    name: 'reasoning as content, under either name',
    body: {
      reads: [
        chatEvent({ reasoning_content: 'hm' }),
        chatEvent({ reasoning: 'so' }),
        text('one'),
        DONE,
      ],
    },
    expected: { content: [1, 2, 3], text: 'hmsoone', events: 4 },
  },
  {
    name: 'tool calls as content, but not their empty parts',
    body: {
      reads: [
        chatEvent({
          tool_calls: [{ index: 0, id: 'a', function: { name: 'look', arguments: '' } }],
        }),
        chatEvent({ tool_calls: [{ index: 0, function: { arguments: '' } }] }),
        chatEvent({ tool_calls: [{ index: 0, function: { arguments: '{"at":' } }] }),
        chatEvent({ tool_calls: [] }, { finish_reason: 'tool_calls' }),
        DONE,
      ],
    },
    expected: { content: [1, 3], text: '', events: 5, finishReason: 'tool_calls' },
  },
  {
    name: 'a refusal as content',
    body: { reads: [chatEvent({ refusal: 'no' }), DONE] },
    expected: { content: [1], text: 'no', events: 2 },
  },
  {
    name: 'content in parts',
    body: { reads: [chatEvent({ content: [{ type: 'text', text: 'one' }] }), DONE] },
    expected: { content: [1], text: 'one', events: 2 },
  },
];

describe('event content', () => {
  testShapes(SHAPES);
});
