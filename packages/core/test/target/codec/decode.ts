import { Buffer } from 'node:buffer';
import type { DecodedResponse } from '../../../src/target/codec/decoded-response.ts';
import type { ApiName } from '../../../src/spec/api-name.ts';
import { CODECS } from '../../../src/target/codec/registry.ts';

/** A read: its bytes, with timestamps 1,000 ns apart, the first at 1,000. */
export type Read = string | Uint8Array;

/** A body as received. */
export interface Body {
  readonly codec?: ApiName;
  readonly contentType?: string;
  readonly isStreamed?: boolean;
  readonly isComplete?: boolean;
  readonly reads: readonly Read[];
}

/** Decodes a body read by read. */
export function decode(body: Body): DecodedResponse {
  const { codec = 'openai-chat', contentType = 'text/event-stream', isStreamed = true } = body;
  const decoder = CODECS[codec].createDecoder(contentType, isStreamed);
  for (const [index, read] of body.reads.entries()) {
    decoder.push(typeof read === 'string' ? Buffer.from(read) : read, 1000 * (index + 1));
  }
  return decoder.finish(body.isComplete ?? true);
}

/** The reads that contained content, counted from 1. */
export function contentReads(response: DecodedResponse): number[] {
  return Array.from(response.contentNs, (ns) => ns / 1000);
}

/** An event of a chat stream. */
export function chatEvent(delta: unknown, more: Record<string, unknown> = {}): string {
  const choice = { index: 0, delta, finish_reason: null, ...more };
  return `data: ${JSON.stringify({ object: 'chat.completion.chunk', choices: [choice] })}\n\n`;
}

/** An event with only usage. */
export function usageEvent(inputTokens: number, outputTokens: number, cachedTokens = 0): string {
  const usage = {
    prompt_tokens: inputTokens,
    completion_tokens: outputTokens,
    prompt_tokens_details: { cached_tokens: cachedTokens },
  };
  return `data: ${JSON.stringify({ choices: [], usage })}\n\n`;
}

export const DONE = 'data: [DONE]\n\n';
