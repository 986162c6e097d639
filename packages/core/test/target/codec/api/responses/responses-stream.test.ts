import { describe, expect, it } from 'vitest';
import { failureOfResponse } from '../../../../../src/target/server/request/judge-response.ts';
import { contentReads, decode } from '../../decode.ts';
import { FACTS } from '../../facts.ts';
import { readRecorded } from '../../fixture.ts';

/** One event, named as in its data. */
function event(type: string, fields: object = {}): string {
  return `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`;
}

function delta(kind: string, text: string, item = 'm'): string {
  return event(`response.${kind}.delta`, { item_id: item, output_index: 0, delta: text });
}

function end(type: string, response: object): string {
  return event(type, { response: { object: 'response', ...response } });
}

const USAGE = {
  input_tokens: 40,
  input_tokens_details: { cached_tokens: 32 },
  output_tokens: 9,
  output_tokens_details: { reasoning_tokens: 4 },
};

const COMPLETED = end('response.completed', { status: 'completed', usage: USAGE, output: [] });

function read(reads: readonly string[], isComplete = true) {
  return decode({ codec: 'openai-responses', reads, isComplete });
}

function failureOf(reads: readonly string[]) {
  return failureOfResponse(FACTS, read(reads), 8, (said) => said);
}

describe('a stream of the Responses API', () => {
  it('has the deltas as content, and none of the events that repeat them', () => {
    const { chunks, contentType } = readRecorded('responses-stream', 'vllm-server');
    const response = decode({ codec: 'openai-responses', contentType, reads: chunks });
    expect(response.text).toBe(" literalatabasepp))'tdqs");
    expect(contentReads(response)).toEqual([5, 6, 7, 8, 9]);
    expect(response).toMatchObject({
      eventCount: 13,
      faultCount: 0,
      ending: 'mark',
      finishReason: 'max_output_tokens',
      usage: { inputTokens: 18, outputTokens: 6, cachedTokens: 0, reasoningTokens: 0 },
    });
  });

  it('separates reasoning, its summary and the answer, and has the time of each', () => {
    const response = read([
      event('response.created', { response: { status: 'in_progress' } }),
      delta('reasoning_text', 'So '),
      delta('reasoning_summary_text', 'Short. '),
      event('response.reasoning_text.done', { text: 'So ' }),
      event('response.reasoning_part.added', { part: { type: 'reasoning_text', text: 'So ' } }),
      delta('output_text', ''),
      delta('output_text', 'Low.'),
      event('response.output_text.done', { text: 'Low.' }),
      COMPLETED,
    ]);
    expect(contentReads(response)).toEqual([2, 3, 7]);
    expect(response).toMatchObject({
      text: 'So Short. Low.',
      reasoningText: 'So Short. ',
      answerText: 'Low.',
      firstAnswerNs: 7000,
      usage: { inputTokens: 40, outputTokens: 9, cachedTokens: 32, reasoningTokens: 4 },
    });
  });

  it('is a success when all of it is reasoning', () => {
    const reads = [
      delta('reasoning_text', 'So '),
      end('response.incomplete', {
        status: 'incomplete',
        incomplete_details: { reason: 'max_output_tokens' },
        usage: USAGE,
      }),
    ];
    expect(failureOf(reads)).toBeUndefined();
    const { answerText, firstAnswerNs, finishReason } = read(reads);
    expect({ answerText, firstAnswerNs, finishReason }).toEqual({
      answerText: '',
      firstAnswerNs: Number.NaN,
      finishReason: 'max_output_tokens',
    });
  });

  it('has interleaved calls of tools, whose items name them', () => {
    const item = (id: string, name: string, json: string) => ({
      item: { type: 'function_call', id, call_id: `call-${id}`, name, arguments: json },
    });
    const response = read([
      event('response.output_item.added', item('a', 'tide', '')),
      event('response.output_item.added', item('b', 'moon', '')),
      delta('function_call_arguments', '', 'a'),
      delta('function_call_arguments', '{"h"', 'a'),
      delta('function_call_arguments', '{}', 'b'),
      delta('function_call_arguments', ':9}', 'a'),
      event('response.function_call_arguments.done', { item_id: 'a', arguments: '{"h":9}' }),
      event('response.output_item.done', item('a', 'tide', '{"h":9}')),
      event('response.output_item.done', item('c', 'sun', '{"d":1}')),
      COMPLETED,
    ]);
    expect(contentReads(response)).toEqual([4, 5, 6]);
    expect(response.firstAnswerNs).toBe(4000);
    expect(response.toolCalls).toEqual([
      { id: 'call-a', name: 'tide', arguments: '{"h":9}' },
      { id: 'call-b', name: 'moon', arguments: '{}' },
      { id: 'call-c', name: 'sun', arguments: '{"d":1}' },
    ]);
  });

  it('tolerates unknown events, comments and a [DONE] that a gateway adds', () => {
    const reads = [
      ': ping\n\n',
      event('response.web_search_call.failed', { item_id: 'w' }),
      event('vendor.news', { text: 'nothing' }),
      event('response.image_generation_call.in_progress', { detail: 'half' }),
      delta('refusal', 'No: '),
      delta('output_text', 'Low.'),
      COMPLETED,
      'data: [DONE]\n\n',
    ];
    expect(failureOf(reads)).toBeUndefined();
    expect(read(reads)).toMatchObject({
      text: 'No: Low.',
      finishReason: 'completed',
      ending: 'mark',
    });
  });

  it.each([
    ['without its last event', [delta('output_text', 'Low.')]],
    ['with [DONE] in place of its last event', [delta('output_text', 'Low.'), 'data: [DONE]\n\n']],
  ])('is cut %s', (_what, reads) => {
    expect(failureOf(reads)).toEqual({
      kind: 'closed-early',
      message: 'The stream ended without response.completed: the response was cut.',
    });
  });

  it.each([
    [
      'response.failed',
      end('response.failed', { status: 'failed', error: { code: 'x', message: 'no memory' } }),
      'no memory',
    ],
    ['a failed status', end('response.completed', { status: 'failed' }), 'status \\"failed\\"'],
    ['an error event', event('error', { code: 'x', message: 'overloaded' }), 'overloaded'],
    ['an error without a name', 'data: {"error":{"message":"bad"}}\n\n', 'bad'],
  ])('fails with the message of the server after %s', (_what, last, says) => {
    const failure = failureOf([delta('output_text', 'Low.'), last]);
    expect(failure?.kind).toBe('error-event');
    expect(JSON.stringify(failure?.message)).toContain(says);
  });
});

describe('a response of the Responses API in one piece', () => {
  it('has reasoning, answer, refusal, calls and usage', () => {
    const body = {
      object: 'response',
      status: 'completed',
      output: [
        { type: 'reasoning', content: [{ type: 'reasoning_text', text: 'So ' }], summary: [] },
        { type: 'message', content: [{ type: 'output_text', text: 'Low. ' }] },
        { type: 'message', content: [{ type: 'refusal', refusal: 'No.' }] },
        { type: 'function_call', id: 'f', call_id: 'c', name: 'tide', arguments: '{}' },
        { type: 'web_search_call', id: 'w', status: 'completed' },
      ],
      usage: USAGE,
    };
    const reads = [JSON.stringify(body)];
    const whole = { codec: 'openai-responses', isStreamed: false, reads } as const;
    const response = decode({ ...whole, contentType: 'application/json' });
    expect(response).toMatchObject({
      text: 'So Low. No.',
      reasoningText: 'So ',
      answerText: 'Low. No.',
      toolCalls: [{ id: 'c', name: 'tide', arguments: '{}' }],
      finishReason: 'completed',
      ending: 'mark',
      isStreamed: false,
    });
    expect(response.usage).toMatchObject({ inputTokens: 40, reasoningTokens: 4 });
  });
});
