import { eventOf, nowNs, textOf, wordOf, type MockAnswer, type MockDialect } from './dialect.ts';

/** `/v1/audio/transcriptions`. */
export const transcriptionDialect: MockDialect = {
  start: () => '',
  token: (_answer, index) =>
    eventOf({ type: 'transcript.text.delta', delta: wordOf(index), sent_ns: nowNs() }),
  end: (answer) => eventOf({ type: 'transcript.text.done', ...wholeOf(answer) }),
  whole: wholeOf,
  isWholeAtFirstToken: true,
};

function wholeOf(answer: MockAnswer): object {
  const { promptTokens, tokens } = answer;
  return {
    text: textOf(answer),
    usage: {
      type: 'tokens',
      input_tokens: promptTokens,
      output_tokens: tokens,
      total_tokens: promptTokens + tokens,
    },
  };
}
