import { namedEvent, nowNs, textOf, wordOf, type MockAnswer, type MockDialect } from './dialect.ts';

/** `/v1/messages`. */
export const messagesDialect: MockDialect = {
  start: (answer) => {
    const message = { ...opening(answer), content: [], stop_reason: null, stop_sequence: null };
    const block = { type: 'text', text: '' };
    return [
      namedEvent('message_start', { message: { ...message, usage: usageOf(answer, 0) } }),
      namedEvent('content_block_start', { index: 0, content_block: block }),
    ].join('');
  },
  token: (_answer, index) =>
    namedEvent('content_block_delta', {
      index: 0,
      delta: { type: 'text_delta', text: wordOf(index) },
      sent_ns: nowNs(),
    }),
  end: (answer) =>
    [
      namedEvent('content_block_stop', { index: 0 }),
      namedEvent('message_delta', {
        delta: { stop_reason: reasonOf(answer), stop_sequence: null },
        usage: usageOf(answer, answer.tokens),
      }),
      namedEvent('message_stop', {}),
    ].join(''),
  whole: (answer) => ({
    ...opening(answer),
    content: [{ type: 'text', text: textOf(answer) }],
    stop_reason: reasonOf(answer),
    stop_sequence: null,
    usage: usageOf(answer, answer.tokens),
    sent_ns: nowNs(),
  }),
};

function opening({ ordinal, model }: MockAnswer): object {
  return { id: `mock-${ordinal}`, type: 'message', role: 'assistant', model };
}

function reasonOf({ isCut }: MockAnswer): string {
  return isCut ? 'max_tokens' : 'end_turn';
}

function usageOf({ promptTokens }: MockAnswer, outputTokens: number): object {
  return {
    input_tokens: promptTokens,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: 0,
    output_tokens: outputTokens,
  };
}
