import { describe, expect, it } from 'vitest';
import type { ApiName } from '../../../src/spec/api-name.ts';
import type { DecodedResponse } from '../../../src/target/codec/decoded-response.ts';
import { failureOfResponse } from '../../../src/target/server/request/judge-response.ts';
import { countTokensOf } from '../../../src/target/server/tokens/token-counts.ts';
import { contentReads, decode } from './decode.ts';
import { FACTS } from './facts.ts';
import { readRecorded, type RecordedServer } from './fixture.ts';

/** Decodes a recorded response with one read per HTTP chunk. */
function decodeRecorded(server: RecordedServer, name: string, codec: ApiName): DecodedResponse {
  const { contentType, chunks } = readRecorded(name, server);
  return decode({ codec, contentType, isStreamed: name.includes('stream'), reads: chunks });
}

/** Expected result of each response: content events, prompt and output tokens with their sources, and the ending. */
const RECORDED: readonly [
  server: RecordedServer,
  name: string,
  codec: ApiName,
  events: number,
  inputTokens: number,
  outputTokens: number,
  cachedTokens: number,
  finishReason: string,
][] = [
  ['vllm-server', 'chat-stream', 'openai-chat', 6, 18, 6, Number.NaN, 'length'],
  ['vllm-server', 'chat-stream-logprobs', 'openai-chat', 2, 18, 3, Number.NaN, 'length'],
  ['vllm-server', 'chat-stream-two-choices', 'openai-chat', 6, 18, 6, Number.NaN, 'length'],
  ['vllm-server', 'chat-stream-continuous-usage', 'openai-chat', 4, 18, 4, Number.NaN, 'length'],
  ['vllm-server', 'chat-stream-end-token-first', 'openai-chat', 0, 18, 1, Number.NaN, 'stop'],
  ['vllm-server', 'completions-stream', 'openai-completions', 6, 3, 6, Number.NaN, 'length'],
  ['vllm-server', 'responses-stream', 'openai-responses', 5, 18, 6, 0, 'max_output_tokens'],
  ['vllm-server', 'messages-stream', 'anthropic-messages', 5, 18, 6, Number.NaN, 'max_tokens'],
  ['vllm-server', 'chat-tool-stream', 'openai-chat', 2, 17, 38, 0, 'stop'],
  ['vllm-server', 'responses-tool-stream', 'openai-responses', 1, 17, 38, 0, 'completed'],
  ['vllm-server', 'messages-tool-stream', 'anthropic-messages', 2, 17, 38, 0, 'tool_use'],
  ['vllm-server', 'responses', 'openai-responses', 1, 17, 6, 0, 'max_output_tokens'],
  ['vllm-server', 'messages', 'anthropic-messages', 1, 17, 6, 0, 'max_tokens'],
  ['vllm-server', 'responses-tool', 'openai-responses', 1, 17, 38, 0, 'completed'],
  ['vllm-server', 'chat', 'openai-chat', 1, 18, 6, Number.NaN, 'length'],
  ['llama-server-current', 'chat-stream', 'openai-chat', 6, 62, 6, 61, 'length'],
  ['llama-server-current', 'chat-stream-logprobs', 'openai-chat', 3, 62, 3, 61, 'length'],
  ['llama-server-current', 'chat-stream-end-token-first', 'openai-chat', 0, 62, 1, 61, 'stop'],
  ['llama-server-current', 'completions-stream', 'openai-completions', 6, 7, 6, 2, 'length'],
  ['llama-server-current', 'chat', 'openai-chat', 1, 62, 6, 0, 'length'],
  ['ollama', 'chat-stream', 'ollama-chat', 5, 62, 5, Number.NaN, 'length'],
  ['ollama', 'generate-stream', 'ollama-generate', 5, 12, 5, Number.NaN, 'length'],
  ['ollama', 'generate-over-long', 'ollama-generate', 2, 1026, 2, Number.NaN, 'length'],
  ['ollama', 'openai-chat-stream', 'openai-chat', 5, 62, 5, Number.NaN, 'length'],
];

describe('responses recorded from real servers', () => {
  it.each(RECORDED)(
    'decodes %s %s as a success',
    (server, name, codec, events, inputTokens, outputTokens, cachedTokens, finishReason) => {
      const decoded = decodeRecorded(server, name, codec);
      expect(failureOfResponse(FACTS, decoded, 6, (said) => said)).toBeUndefined();
      expect(contentReads(decoded)).toHaveLength(events);
      expect(decoded).toMatchObject({ finishReason, ending: 'mark', faults: [] });
      expect(countTokensOf(decoded)).toMatchObject({
        inputTokens,
        outputTokens,
        cachedTokens,
        tokenCountSource: 'usage',
      });
    },
  );

  it.each([
    ['chat-tool-stream', 'openai-chat'],
    ['responses-tool-stream', 'openai-responses'],
    ['messages-tool-stream', 'anthropic-messages'],
    ['responses-tool', 'openai-responses'],
  ] as const)('have the call of a tool in %s', (name, codec) => {
    const { text, toolCalls } = decodeRecorded('vllm-server', name, codec);
    expect(text).toBe('');
    expect(toolCalls).toMatchObject([{ name: 'tide', arguments: '""' }]);
    expect(toolCalls[0]?.id).toMatch(/^chatcmpl-tool-/);
  });

  it('treats a role and the first token in one chunk as one read', () => {
    const decoded = decodeRecorded('llama-server-current', 'chat-stream', 'openai-chat');
    expect(contentReads(decoded)).toEqual([1, 2, 3, 4, 5, 6]);
  });
});
