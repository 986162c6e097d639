import { describe, expect, it } from 'vitest';
import { chatEvent, contentReads, decode, DONE } from './decode.ts';

/** A first piece of reasoning in the formats of different servers. */
const SPELLINGS: readonly (readonly [name: string, delta: unknown, text: string])[] = [
  ['reasoning_content', { reasoning_content: 'hm' }, 'hm'],
  ['reasoning', { reasoning: 'hm' }, 'hm'],
  ['thinking', { thinking: 'hm' }, 'hm'],
  [
    'a nested thinking list',
    { content: [{ type: 'thinking', thinking: [{ type: 'text', text: 'hm' }] }] },
    'hm',
  ],
  [
    'a reasoning content part',
    { content: [{ type: 'reasoning', summary: [{ text: 'hm' }] }] },
    'hm',
  ],
  [
    'reasoning_details with text',
    { reasoning_details: [{ type: 'reasoning.text', text: 'hm' }] },
    'hm',
  ],
  [
    'reasoning_details with a summary',
    { reasoning_details: [{ type: 'reasoning.summary', summary: 'hm' }] },
    'hm',
  ],
  [
    'reasoning_details that are encrypted',
    { reasoning_details: [{ type: 'reasoning.encrypted', data: 'x' }] },
    '',
  ],
  ['thinking_blocks', { thinking_blocks: [{ type: 'thinking', thinking: 'hm' }] }, 'hm'],
  [
    'one piece in two fields',
    { reasoning: 'hm', reasoning_details: [{ type: 'reasoning.text', text: 'hm' }] },
    'hm',
  ],
  ['a part that is a thought', { content: [{ text: 'hm', thought: true }] }, 'hm'],
];

describe('reasoning', () => {
  it.each(SPELLINGS)('counts from its first piece, as %s', (_, delta, text) => {
    const response = decode({ reads: [chatEvent(delta), chatEvent({ content: 'one' }), DONE] });
    expect(contentReads(response)).toEqual([1, 2]);
    expect(response).toMatchObject({ text: `${text}one`, firstAnswerNs: 2000 });
  });

  it('counts from its first piece in a plain completion', () => {
    const event = (fields: object): string => `data: ${JSON.stringify({ choices: [fields] })}\n\n`;
    const reads = [event({ text: '', reasoning: 'hm' }), event({ text: 'one' }), DONE];
    const response = decode({ codec: 'openai-completions', reads });
    expect(contentReads(response)).toEqual([1, 2]);
    expect(response.firstAnswerNs).toBe(2000);
  });

  it('ends with its tag, even if tags are split over events', () => {
    const pieces = ['<thi', 'nk>', 'hm', '</th', 'ink>', '\n\n', 'one', ' two'];
    const response = decode({ reads: [...pieces.map((content) => chatEvent({ content })), DONE] });
    expect(contentReads(response)).toHaveLength(pieces.length);
    expect(response.firstAnswerNs).toBe(7000);
  });

  it.each([
    ['never ends', ['<think>', 'hm'], Number.NaN],
    ['ends with the answer in its event', ['<think>hm', '</think>one'], 2000],
    ['only resembles a tag', ['<', 'b>one'], 1000],
    ['is only the beginning of a tag', ['<'], 1000],
    ['is a tag in the middle of an answer', ['one', '<think>', 'two'], 1000],
  ])('locates the start of the answer when it %s', (_, pieces, firstAnswerNs) => {
    const response = decode({ reads: [...pieces.map((content) => chatEvent({ content })), DONE] });
    expect(response.firstAnswerNs).toBe(firstAnswerNs);
  });

  it('ends with a tool call', () => {
    const call = { tool_calls: [{ index: 0, function: { name: 'look', arguments: '' } }] };
    const response = decode({ reads: [chatEvent({ reasoning: 'hm' }), chatEvent(call), DONE] });
    expect(response.firstAnswerNs).toBe(2000);
  });

  it('counts from its first piece in Ollama', () => {
    const line = (message: object): string => `${JSON.stringify({ message, done: false })}\n`;
    const response = decode({
      codec: 'ollama-chat',
      contentType: 'application/x-ndjson',
      reads: [line({ content: '', thinking: 'hm' }), line({ content: 'one' }), '{"done":true}\n'],
    });
    expect(contentReads(response)).toEqual([1, 2]);
    expect(response).toMatchObject({ text: 'hmone', firstAnswerNs: 2000 });
  });
});
