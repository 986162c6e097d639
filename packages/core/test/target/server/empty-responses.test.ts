import { describe, expect, it } from 'vitest';
import { failureOfResponse } from '../../../src/target/server/request/judge-response.ts';
import { toRequestRow } from '../../../src/target/server/request/to-request-row.ts';
import { isEmptyResponse } from '../../../src/stream/rows/empty-response.ts';
import { chatEvent, decode, DONE, usageEvent, type Body } from '../codec/decode.ts';

const FACTS = {
  sentNs: 0,
  connectedNs: Number.NaN,
  firstByteNs: 500,
  endNs: 9000,
  status: 200,
  headers: new Map<string, string>(),
  resends: 0,
  delayedReads: 0,
};
const REQUEST = {
  model: 'm',
  context: '',
  scheduledNs: 0,
  offeredTokens: Number.NaN,
  maxTokens: 64,
};
const EMPTY = chatEvent({ content: '' });

function rowOf(body: Body): ReturnType<typeof toRequestRow> {
  const response = decode(body);
  const failure = failureOfResponse(FACTS, response, 64, (said) => said);
  return toRequestRow({ request: REQUEST, finished: { facts: FACTS, response, failure } }, 'load');
}

/** The events of a stream as lines of Ollama. */
function lines(...events: readonly unknown[]): Body {
  return {
    codec: 'ollama-generate',
    contentType: 'application/x-ndjson',
    reads: events.map((event) => `${JSON.stringify(event)}\n`),
  };
}

describe('a response without text', () => {
  it.each([
    ['a finish reason', { reads: [EMPTY, chatEvent({}, { finish_reason: 'stop' }), DONE] }, 0],
    ['usage that counts a token', { reads: [EMPTY, usageEvent(9, 1), DONE] }, 1],
    [
      'timings that count a token',
      { reads: [EMPTY, `data: {"choices":[],"timings":{"predicted_n":1}}\n\n`, DONE] },
      1,
    ],
    [
      'a stop of llama.cpp',
      {
        codec: 'llama-completion',
        reads: ['data: {"content":"","stop":true,"tokens_predicted":1}\n\n'],
      },
      1,
    ],
    [
      'an end of Ollama',
      lines({ response: '', done: true, done_reason: 'stop', eval_count: 1 }),
      1,
    ],
    [
      'a body in one',
      {
        contentType: 'application/json',
        reads: [
          '{"choices":[{"message":{"content":""},"finish_reason":"stop"}],"usage":{"completion_tokens":1}}',
        ],
      },
      1,
    ],
  ] as const)('is a success and empty where the server finished it with %s', (_, body, tokens) => {
    const row = rowOf(body);
    expect(row).toMatchObject({
      outcome: 'ok',
      outputTokens: tokens,
      firstTokenNs: NaN,
      endNs: 9000,
    });
    expect(isEmptyResponse(row)).toBe(true);
  });

  it('has the tokens that usage counts, without timestamps', () => {
    const events = Array.from({ length: 64 }, () => EMPTY);
    const row = rowOf({
      reads: [
        ...events,
        chatEvent({ content: '' }, { finish_reason: 'length' }),
        usageEvent(9, 64),
        DONE,
      ],
    });
    expect(row).toMatchObject({
      outcome: 'ok',
      outputTokens: 64,
      lastTokenNs: NaN,
      tokenCountSource: 'usage',
    });
    expect(row.chunkNs).toHaveLength(0);
  });

  it.each([
    ['without a finish reason and a count', { reads: [EMPTY, DONE] }],
    ['with a count of none', { reads: [EMPTY, usageEvent(9, 0), DONE] }],
    ['that only loaded the model', lines({ response: '', done: true, done_reason: 'load' })],
  ] as const)('fails as no-content %s', (_, body) => {
    expect(rowOf(body)).toMatchObject({ outcome: 'error', errorKind: 'no-content' });
  });
});
