import {
  NO_READING,
  UNREPORTED_SERVER_TIMINGS,
  UNREPORTED_USAGE,
  type EventReading,
} from '../decoded-response.ts';
import { messageOfBareError, messageOfError } from '../fields/event-error.ts';
import { isRecord, numberOf, recordOf, textOf } from '../fields/json-fields.ts';
import { readToolCalls } from '../fields/read-tool-calls.ts';
import { readPartText } from '../fields/read-reasoning.ts';
import { countOf } from '../fields/token-usage.ts';

const NS_PER_MS = 1e6;

/** Finish reasons of requests that only load or unload a model: nothing was generated. */
const NO_GENERATION: ReadonlySet<string> = new Set(['load', 'unload']);

/** One line of Ollama's `/api/generate` or `/api/chat`, or the whole body of a response that was not streamed. */
export function readOllamaEvent(event: unknown): EventReading {
  if (!isRecord(event)) return NO_READING;
  const error = messageOfError(event['error']) ?? bareErrorOf(event);
  if (error !== undefined) return { ...NO_READING, error };
  const message = recordOf(event['message']);
  const said = readPartText(message ?? { ...event, content: event['response'] });
  const toolCalls = message === undefined ? [] : readToolCalls(message, '');
  const isAnswer = said.response !== '' || toolCalls.length > 0;
  const reading = {
    text: said.reasoning + said.response,
    isContent: isAnswer || said.isReasoning,
    isAnswer,
    answerText: said.response,
    ...(toolCalls.length === 0 ? {} : { toolCalls }),
  };
  if (event['done'] !== true) return { ...reading, finishReason: '' };
  const inputTokens = countOf(event['prompt_eval_count']);
  const outputTokens = countOf(event['eval_count']);
  const reason = textOf(event['done_reason']) || 'stop';
  return {
    ...reading,
    finishReason: NO_GENERATION.has(reason) ? '' : reason,
    isEnd: true,
    usage: { ...UNREPORTED_USAGE, inputTokens, outputTokens },
    timings: {
      ...UNREPORTED_SERVER_TIMINGS,
      promptMs: numberOf(event['prompt_eval_duration']) / NS_PER_MS,
      predictedTokens: outputTokens,
      predictedMs: numberOf(event['eval_duration']) / NS_PER_MS,
      decodedTokens: outputTokens,
      loadMs: numberOf(event['load_duration']) / NS_PER_MS,
      totalMs: numberOf(event['total_duration']) / NS_PER_MS,
    },
  };
}

/** A line without content or end that reports an error. */
function bareErrorOf(event: Readonly<Record<string, unknown>>): string | undefined {
  const isOfApi = isRecord(event['message']) || 'response' in event || 'done' in event;
  return isOfApi ? undefined : messageOfBareError(event);
}
