import { describe, expect, it } from 'vitest';
import { failureOfResponse } from '../../../../../src/target/server/request/judge-response.ts';
import { contentReads, decode } from '../../decode.ts';
import { FACTS } from '../../facts.ts';
import { readRecorded } from '../../fixture.ts';

/** One event, named as in its data. */
function event(type: string, fields: object = {}): string {
  return `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`;
}

function start(usage: object): string {
  return event('message_start', { message: { type: 'message', role: 'assistant', usage } });
}

function blockStart(index: number, block: object): string {
  return event('content_block_start', { index, content_block: block });
}

function delta(index: number, fields: object): string {
  return event('content_block_delta', { index, delta: fields });
}

function text(said: string): string {
  return delta(0, { type: 'text_delta', text: said });
}

const PING = event('ping');
const STOP = event('message_stop');

function ending(reason: string, usage: object = { output_tokens: 5 }): string {
  return event('message_delta', { delta: { stop_reason: reason }, usage });
}

function read(reads: readonly string[]) {
  return decode({ codec: 'anthropic-messages', reads });
}

function failureOf(reads: readonly string[]) {
  return failureOfResponse(FACTS, read(reads), 8, (said) => said);
}

describe('a stream of the Messages API', () => {
  it('has text deltas as content, and ends with message_stop', () => {
    const { chunks, contentType } = readRecorded('messages-stream', 'vllm-server');
    const response = decode({ codec: 'anthropic-messages', contentType, reads: chunks });
    expect(response.text).toBe("inqspacing))?',==\uFFFDte");
    expect(contentReads(response)).toEqual([3, 4, 5, 6, 7]);
    expect(response).toMatchObject({
      eventCount: 10,
      faultCount: 0,
      ending: 'mark',
      finishReason: 'max_tokens',
      usage: { inputTokens: 18, outputTokens: 6, cachedTokens: Number.NaN },
    });
  });

  it('tolerates pings anywhere, and unknown events', () => {
    const response = read([
      PING,
      start({ input_tokens: 3, output_tokens: 1 }),
      PING,
      text('Low'),
      event('news', { text: 'nothing' }),
      PING,
      text('.'),
      ending('end_turn'),
      PING,
      STOP,
    ]);
    expect(response).toMatchObject({ text: 'Low.', faultCount: 0, ending: 'mark' });
    expect(contentReads(response)).toEqual([4, 7]);
  });

  it('adds what caches read and wrote to the input tokens, and takes output tokens from message_delta', () => {
    const usage = {
      input_tokens: 8,
      cache_creation_input_tokens: 100,
      cache_read_input_tokens: 32,
      output_tokens: 1,
    };
    const counted = { ...usage, output_tokens: 5, output_tokens_details: { thinking_tokens: 2 } };
    const whole = read([start(usage), text('Low'), ending('end_turn', counted), STOP]);
    expect(whole.usage).toMatchObject({
      inputTokens: 140,
      cachedTokens: 32,
      outputTokens: 5,
      reasoningTokens: 2,
    });
    const unfinished = read([start(usage), text('Low'), STOP]);
    expect(unfinished.usage).toMatchObject({ inputTokens: 140, outputTokens: Number.NaN });
  });

  it('separates thinking from the answer, whose signature and citations are no content', () => {
    const response = read([
      blockStart(0, { type: 'thinking', thinking: '', signature: '' }),
      delta(0, { type: 'thinking_delta', thinking: 'So ' }),
      delta(0, { type: 'signature_delta', signature: 'c2ln' }),
      event('content_block_stop', { index: 0 }),
      blockStart(1, { type: 'text', text: '' }),
      delta(1, { type: 'text_delta', text: 'Low.' }),
      delta(1, { type: 'citations_delta', citation: { cited_text: 'Low' } }),
      ending('end_turn'),
      STOP,
    ]);
    expect(contentReads(response)).toEqual([2, 6]);
    expect(response).toMatchObject({
      text: 'So Low.',
      reasoningText: 'So ',
      answerText: 'Low.',
      firstAnswerNs: 6000,
    });
  });

  it('counts thinking that is withheld as content without text', () => {
    const response = read([
      blockStart(0, { type: 'redacted_thinking', data: 'ZGF0YQ==' }),
      text('Low.'),
      ending('end_turn'),
      STOP,
    ]);
    expect(contentReads(response)).toEqual([1, 2]);
    expect(response).toMatchObject({ text: 'Low.', firstAnswerNs: 2000 });
  });

  it('begins a call with the name of its tool, and joins interleaved arguments', () => {
    const json = (index: number, piece: string): string =>
      delta(index, { type: 'input_json_delta', partial_json: piece });
    const response = read([
      blockStart(0, { type: 'tool_use', id: 'c1', name: 'tide', input: {} }),
      json(0, ''),
      json(0, '{"h"'),
      blockStart(1, { type: 'tool_use', id: 'c2', name: 'moon', input: {} }),
      json(0, ':9}'),
      json(1, '{}'),
      ending('tool_use'),
      STOP,
    ]);
    expect(contentReads(response)).toEqual([1, 3, 4, 5, 6]);
    expect(response.firstAnswerNs).toBe(1000);
    expect(response.toolCalls).toEqual([
      { id: 'c1', name: 'tide', arguments: '{"h":9}' },
      { id: 'c2', name: 'moon', arguments: '{}' },
    ]);
  });

  it.each([
    ['message_stop', [text('Low'), ending('end_turn')]],
    ['an end of any kind', [text('Low')]],
  ])('is cut without %s', (_what, reads) => {
    expect(failureOf(reads)).toEqual({
      kind: 'closed-early',
      message: 'The stream ended without message_stop: the response was cut.',
    });
  });

  it('fails with the message of an error event', () => {
    const error = { type: 'overloaded_error', message: 'Overloaded' };
    for (const last of [
      event('error', { error }),
      `data: ${JSON.stringify({ type: 'error', error })}\n\n`,
    ]) {
      expect(failureOf([text('Low'), last])).toEqual({
        kind: 'error-event',
        message: 'The server reported an error in its response: "Overloaded".',
      });
    }
  });
});

describe('a message in one piece', () => {
  function readWhole(body: object) {
    return decode({
      codec: 'anthropic-messages',
      contentType: 'application/json',
      isStreamed: false,
      reads: [JSON.stringify(body)],
    });
  }

  it('has thinking, text, calls, stop reason and usage', () => {
    const response = readWhole({
      type: 'message',
      content: [
        { type: 'thinking', thinking: 'So ', signature: 's' },
        { type: 'text', text: 'Low.' },
        { type: 'tool_use', id: 'c1', name: 'tide', input: { h: 9 } },
        { type: 'tool_use', id: 'c2', name: 'moon', input: {} },
      ],
      stop_reason: 'tool_use',
      usage: { input_tokens: 4, output_tokens: 7 },
    });
    expect(response).toMatchObject({
      text: 'So Low.',
      reasoningText: 'So ',
      answerText: 'Low.',
      toolCalls: [
        { id: 'c1', name: 'tide', arguments: '{"h":9}' },
        { id: 'c2', name: 'moon', arguments: '{}' },
      ],
      finishReason: 'tool_use',
      ending: 'mark',
      usage: { inputTokens: 4, outputTokens: 7 },
    });
  });

  it('fails where a 200 has an error', () => {
    const body = { type: 'error', error: { type: 'api_error', message: 'no memory' } };
    const failure = failureOfResponse(FACTS, readWhole(body), 8, (said) => said);
    expect(failure).toMatchObject({ kind: 'error-event' });
    expect(failure?.message).toContain('no memory');
  });
});
