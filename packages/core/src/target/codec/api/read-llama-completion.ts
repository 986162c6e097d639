import { NO_READING, UNREPORTED_USAGE, type EventReading } from '../decoded-response.ts';
import { messageOfBareError, messageOfError } from '../fields/event-error.ts';
import { isRecord, listOf, recordOf, textOf } from '../fields/json-fields.ts';
import { readTimings } from '../fields/read-timings.ts';
import { countOf } from '../fields/token-usage.ts';

/** One event of llama.cpp's own `/completion`, or the whole body of a response that was not streamed. */
export function readLlamaCompletionEvent(event: unknown): EventReading {
  if (!isRecord(event)) return NO_READING;
  const isOfApi = 'content' in event || 'stop' in event;
  const error = messageOfError(event['error']) ?? (isOfApi ? undefined : messageOfBareError(event));
  if (error !== undefined) return { ...NO_READING, error };
  const text = textOf(event['content']);
  const tokens = listOf(event['tokens']).filter((id): id is number => typeof id === 'number');
  const hasText = text !== '';
  const reading = { text, tokens, isContent: hasText, isAnswer: hasText, answerText: text };
  if (event['stop'] !== true) return { ...reading, finishReason: '' };
  // `tokens_cached` counts everything in the context after the response, not what a cache served.
  const inputTokens = countOf(event['tokens_evaluated']);
  const timings = readTimings(recordOf(event['timings']) ?? {}, UNREPORTED_USAGE);
  return {
    ...reading,
    finishReason: finishReasonOf(event),
    isEnd: true,
    isTruncated: event['truncated'] === true,
    usage: {
      ...UNREPORTED_USAGE,
      inputTokens,
      outputTokens: countOf(event['tokens_predicted']),
      cachedTokens: countOf(inputTokens - timings.promptTokens),
    },
    timings,
  };
}

/** `stop_type` of newer servers; on older ones, the flag that is set. */
function finishReasonOf(event: Readonly<Record<string, unknown>>): string {
  const type = textOf(event['stop_type']);
  if (type !== '') return type;
  return event['stopped_limit'] === true ? 'limit' : 'stop';
}
