import { UNTOLD_USAGE, type EventReading } from './answer.ts';
import { errorMessageOf } from './error-message.ts';
import { isRecord, listOf, numberOf, recordOf, textOf } from './json-fields.ts';
import { readTimings } from './read-timings.ts';

const NOTHING: EventReading = Object.freeze({
  text: '',
  isContent: false,
  isAnswer: false,
  finishReason: '',
});

/** One event of llama.cpp's own `/completion`, or the whole body when it was not streamed. */
export function readLlamaCompletionEvent(event: unknown): EventReading {
  if (!isRecord(event)) return NOTHING;
  const error = event['error'];
  if (error !== undefined && error !== null) return { ...NOTHING, error: errorMessageOf(error) };
  const text = textOf(event['content']);
  const tokens = listOf(event['tokens']).filter((id): id is number => typeof id === 'number');
  const reading = { text, tokens, isContent: text !== '', isAnswer: text !== '', finishReason: '' };
  if (event['stop'] !== true) return reading;
  // `tokens_cached` is all that the context holds after the answer, not what a cache served.
  const inputTokens = numberOf(event['tokens_evaluated']);
  const timings = readTimings(recordOf(event['timings']) ?? {}, UNTOLD_USAGE);
  const cachedTokens = inputTokens - timings.promptTokens;
  return {
    ...reading,
    finishReason: finishReasonOf(event),
    isEnd: true,
    isTruncated: event['truncated'] === true,
    usage: {
      inputTokens,
      outputTokens: numberOf(event['tokens_predicted']),
      cachedTokens,
    },
    timings,
  };
}

/** `stop_type` of newer servers, or the one of older ones' marks that is set. */
function finishReasonOf(event: Readonly<Record<string, unknown>>): string {
  const type = textOf(event['stop_type']);
  if (type !== '') return type;
  return event['stopped_limit'] === true ? 'limit' : 'stop';
}
