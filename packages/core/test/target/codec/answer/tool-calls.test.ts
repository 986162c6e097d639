import { describe, expect, it } from 'vitest';
import { chatEvent, decode, DONE } from '../decode.ts';

function piece(index: number, fields: object): object {
  return { index, function: fields };
}

describe('tool calls of a chat response', () => {
  it('are joined by index, with the id and the name that come once', () => {
    const response = decode({
      reads: [
        chatEvent({ tool_calls: [{ ...piece(0, { name: 'tide', arguments: '' }), id: 'c1' }] }),
        chatEvent({ tool_calls: [piece(0, { arguments: '{"h"' })] }),
        chatEvent({
          tool_calls: [
            piece(0, { arguments: ':9}' }),
            { ...piece(1, { name: 'moon', arguments: '{' }), id: 'c2' },
          ],
        }),
        chatEvent({ tool_calls: [piece(1, { arguments: '}' })] }),
        chatEvent({}, { finish_reason: 'tool_calls' }),
        DONE,
      ],
    });
    expect(response.toolCalls).toEqual([
      { id: 'c1', name: 'tide', arguments: '{"h":9}' },
      { id: 'c2', name: 'moon', arguments: '{}' },
    ]);
    expect(response.finishReason).toBe('tool_calls');
  });

  it('are whole where they have no index, as in a body of one piece', () => {
    const call = (id: string) => ({ id, function: { name: 'tide', arguments: '{}' } });
    const message = { role: 'assistant', content: null, tool_calls: [call('a'), call('b')] };
    const choices = [{ index: 0, message, finish_reason: 'tool_calls' }];
    const reads = [JSON.stringify({ object: 'chat.completion', choices })];
    const response = decode({ contentType: 'application/json', isStreamed: false, reads });
    expect(response.toolCalls).toEqual([
      { id: 'a', name: 'tide', arguments: '{}' },
      { id: 'b', name: 'tide', arguments: '{}' },
    ]);
  });

  it('of two choices are kept apart', () => {
    const event = (index: number, name: string): string =>
      chatEvent({ tool_calls: [piece(0, { name, arguments: '{}' })] }, { index });
    const { toolCalls } = decode({ reads: [event(0, 'tide'), event(1, 'moon'), DONE] });
    expect(toolCalls.map(({ name }) => name)).toEqual(['tide', 'moon']);
  });

  it('have the arguments of Ollama, an object, as JSON', () => {
    const message = {
      content: '',
      tool_calls: [{ function: { name: 'tide', arguments: { h: 9 } } }],
    };
    const reads = [`${JSON.stringify({ message, done: false })}\n{"done":true}\n`];
    const response = decode({ codec: 'ollama-chat', contentType: 'application/x-ndjson', reads });
    expect(response.toolCalls).toEqual([{ id: '', name: 'tide', arguments: '{"h":9}' }]);
  });

  it('are none of the pieces that never got a name', () => {
    const reads = [chatEvent({ tool_calls: [piece(0, { arguments: '{}' })] }), DONE];
    expect(decode({ reads }).toolCalls).toEqual([]);
  });
});
