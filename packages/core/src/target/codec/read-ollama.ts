import { UNTOLD_TIMINGS, type EventReading } from './answer.ts';
import { errorMessageOf } from './error-message.ts';
import { isRecord, listOf, numberOf, recordOf, textOf } from './json-fields.ts';

const NS_PER_MS = 1e6;
const NOTHING: EventReading = Object.freeze({
  text: '',
  isContent: false,
  isAnswer: false,
  finishReason: '',
});

/** One line of Ollama's `/api/generate` or `/api/chat`, or the whole body when it was not streamed. */
export function readOllamaEvent(event: unknown): EventReading {
  if (!isRecord(event)) return NOTHING;
  const error = event['error'];
  if (error !== undefined && error !== null) return { ...NOTHING, error: errorMessageOf(error) };
  const message = recordOf(event['message']);
  const said = textOf(message?.['content']) || textOf(event['response']);
  const text = (textOf(message?.['thinking']) || textOf(event['thinking'])) + said;
  const isAnswer = said !== '' || listOf(message?.['tool_calls']).length > 0;
  const isContent = isAnswer || text !== '';
  if (event['done'] !== true) return { text, isContent, isAnswer, finishReason: '' };
  const inputTokens = numberOf(event['prompt_eval_count']);
  const outputTokens = numberOf(event['eval_count']);
  return {
    text,
    isContent,
    isAnswer,
    finishReason: textOf(event['done_reason']) || 'stop',
    isEnd: true,
    usage: { inputTokens, outputTokens, cachedTokens: Number.NaN },
    timings: {
      ...UNTOLD_TIMINGS,
      promptMs: numberOf(event['prompt_eval_duration']) / NS_PER_MS,
      predictedTokens: outputTokens,
      predictedMs: numberOf(event['eval_duration']) / NS_PER_MS,
      loadMs: numberOf(event['load_duration']) / NS_PER_MS,
    },
  };
}
