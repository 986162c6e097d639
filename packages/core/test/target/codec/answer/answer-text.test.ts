import { describe, expect, it } from 'vitest';
import { chatEvent, decode, DONE } from '../decode.ts';

function partsOf(deltas: readonly object[]) {
  const { text, answerText, reasoningText } = decode({
    reads: [...deltas.map((delta) => chatEvent(delta)), DONE],
  });
  return { text, answerText, reasoningText };
}

describe('the text of a response', () => {
  it('is all answer without reasoning', () => {
    const deltas = Array.from({ length: 8 }, (_, index) => ({ content: ` w${index}` }));
    const text = ' w0 w1 w2 w3 w4 w5 w6 w7';
    expect(partsOf(deltas)).toEqual({ text, answerText: text, reasoningText: '' });
  });

  it('separates reasoning in a field, recognized events included', () => {
    const thoughts = Array.from({ length: 6 }, (_, index) => ({ reasoning: ` r${index}` }));
    const answers = Array.from({ length: 6 }, (_, index) => ({ content: ` a${index}` }));
    expect(partsOf([...thoughts, ...answers])).toEqual({
      text: ' r0 r1 r2 r3 r4 r5 a0 a1 a2 a3 a4 a5',
      reasoningText: ' r0 r1 r2 r3 r4 r5',
      answerText: ' a0 a1 a2 a3 a4 a5',
    });
  });

  it('separates reasoning that comes between answers or with them', () => {
    const deltas = [
      { content: 'a' },
      { reasoning_content: 'r' },
      { content: 'b', reasoning_content: 's', reasoning: 's' },
    ];
    expect(partsOf(deltas)).toEqual({ text: 'arsb', answerText: 'ab', reasoningText: 'rs' });
  });

  it.each([
    ['closed', ['<th', 'ink>So', ' so</think>', '\n\nLow.'], 'So so', 'Low.'],
    ['never closed', ['<think>So', ' so'], 'So so', ''],
  ])('separates reasoning in tags that are %s', (_what, pieces, reasoningText, answerText) => {
    const deltas = pieces.map((content) => ({ content }));
    expect(partsOf(deltas)).toEqual({ text: pieces.join(''), reasoningText, answerText });
  });
});
