import { describe, expect, it } from 'vitest';
import type { DecodedResponse } from '../../../src/target/codec/decoded-response.ts';
import type { ApiName } from '../../../src/spec/api-name.ts';
import { contentReads, decode } from './decode.ts';
import { readRecorded } from './fixture.ts';

/** Decodes a recorded response with one read per line. */
function decodeRecorded(name: string, codec: ApiName, isStreamed = true): DecodedResponse {
  const { contentType, body } = readRecorded(name);
  const reads = body.toString('latin1').split(/(?<=\n\n)/);
  return decode({
    codec,
    contentType,
    isStreamed,
    reads: reads.map((read) => Buffer.from(read, 'latin1')),
  });
}

describe('responses recorded from a llama.cpp server', () => {
  it('decodes a chat stream: role first, six tokens, usage last, 66 of 67 from the cache', () => {
    const response = decodeRecorded('chat-stream', 'openai-chat');
    expect(response).toMatchObject({
      text: ' thatV which been there call',
      eventCount: 10,
      commentCount: 0,
      finishReason: 'stop',
      ending: 'mark',
      isStreamed: true,
      usage: { inputTokens: 67, outputTokens: 6, cachedTokens: 66 },
      faults: [],
    });
    expect(contentReads(response)).toEqual([2, 3, 4, 5, 6, 7]);
    expect(response.timings).toMatchObject({
      promptTokens: 1,
      predictedTokens: 6,
      contextTokens: 2048,
      heldPromptTokens: 67,
    });
  });

  it('decodes a chat response in one body', () => {
    const response = decodeRecorded('chat', 'openai-chat', false);
    expect(response).toMatchObject({
      text: ' thatV which been there call',
      eventCount: 1,
      finishReason: 'stop',
      ending: 'mark',
      isStreamed: false,
      usage: { inputTokens: 67, outputTokens: 6, cachedTokens: 66 },
      faults: [],
    });
    expect(contentReads(response)).toEqual([1]);
  });

  it('decodes plain completions, whose last event has usage and empty text', () => {
    const response = decodeRecorded('completions-stream', 'openai-completions');
    expect(response).toMatchObject({
      text: ' findDDDDD',
      eventCount: 8,
      finishReason: 'stop',
      ending: 'mark',
      usage: { inputTokens: 17, outputTokens: 6, cachedTokens: 0 },
      faults: [],
    });
    expect(contentReads(response)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it("decodes llama.cpp's own completions", () => {
    const response = decodeRecorded('native-completion-stream', 'llama-completion');
    expect(response).toMatchObject({
      text: ' findDDDDD',
      eventCount: 7,
      finishReason: 'limit',
      ending: 'mark',
      isTruncated: false,
      usage: { inputTokens: 17, outputTokens: 6, cachedTokens: 16 },
      faults: [],
    });
    expect(contentReads(response)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('detects an over-long prompt silently cut to 1,362 tokens', () => {
    const response = decodeRecorded('chat-stream-over-long-prompt', 'openai-chat');
    expect(response).toMatchObject({
      eventCount: 9,
      finishReason: 'stop',
      ending: 'mark',
      timings: { promptTokens: 1362, heldPromptTokens: 1362, contextTokens: 2048 },
      faults: [],
    });
    expect(response.usage.inputTokens).toBeNaN();
    expect(contentReads(response)).toEqual([2, 3, 4, 5, 6, 7]);
  });

  it('reads the error of a bad request', () => {
    const response = decodeRecorded('error-bad-json', 'openai-chat', false);
    expect(response.contentNs).toHaveLength(0);
    expect(response.faults).toEqual([
      { kind: 'error-event', example: expect.stringContaining('parse_error.101') },
    ]);
  });
});
