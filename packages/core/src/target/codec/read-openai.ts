import { UNTOLD_USAGE, type EventReading, type TokenUsage } from './answer.ts';
import { errorMessageOf } from './error-message.ts';
import { isRecord, listOf, numberOf, recordOf, textOf } from './json-fields.ts';
import { readTimings } from './read-timings.ts';

type JsonRecord = Readonly<Record<string, unknown>>;

const NOTHING: EventReading = Object.freeze({
  text: '',
  isContent: false,
  isAnswer: false,
  finishReason: '',
});

/** One event of `/v1/chat/completions` or `/v1/completions`, or the whole body when it was not streamed. */
export function readOpenAiEvent(event: unknown): EventReading {
  if (!isRecord(event)) return NOTHING;
  const error = errorOf(event);
  if (error !== undefined) return { ...NOTHING, error };
  let text = '';
  let isContent = false;
  let isAnswer = false;
  let finishReason = '';
  for (const choice of listOf(event['choices'])) {
    if (!isRecord(choice)) continue;
    const reasoning = reasoningOfChoice(choice);
    const said = textOfChoice(choice);
    text += reasoning + said;
    if (said !== '' || hasToolCall(choice)) isAnswer = true;
    if (isAnswer || reasoning !== '') isContent = true;
    finishReason = textOf(choice['finish_reason']) || finishReason;
  }
  const usage = recordOf(event['usage']);
  const timings = recordOf(event['timings']);
  const told = usage === undefined ? undefined : readUsage(usage);
  return {
    text,
    isContent,
    isAnswer,
    finishReason,
    ...(told === undefined ? {} : { usage: told }),
    ...(timings === undefined ? {} : { timings: readTimings(timings, told ?? UNTOLD_USAGE) }),
  };
}

/** Errors stand in `error`; older vLLM makes the event itself the error. */
function errorOf(event: JsonRecord): string | undefined {
  const error = event['error'];
  if (error !== undefined && error !== null) return errorMessageOf(error);
  return event['object'] === 'error' ? errorMessageOf(event) : undefined;
}

function reasoningOfChoice(choice: JsonRecord): string {
  const part = recordOf(choice['delta']) ?? recordOf(choice['message']);
  return textOf(part?.['reasoning_content']) || textOf(part?.['reasoning']);
}

/** `delta` of a stream, `message` of a whole answer, or the choice itself for plain completions. */
function textOfChoice(choice: JsonRecord): string {
  const part = recordOf(choice['delta']) ?? recordOf(choice['message']);
  if (part === undefined) return textOf(choice['text']);
  return contentText(part['content']) + textOf(part['refusal']);
}

/** Content is text, or a list of parts with text. */
function contentText(content: unknown): string {
  if (typeof content === 'string') return content;
  return listOf(content)
    .map((part) => textOf(recordOf(part)?.['text']))
    .join('');
}

/** Names and arguments are generated; an index or an id alone is not. */
function hasToolCall(choice: JsonRecord): boolean {
  const part = recordOf(choice['delta']) ?? recordOf(choice['message']);
  if (part === undefined) return false;
  const functions = listOf(part['tool_calls']).map((call) => recordOf(call)?.['function']);
  return [...functions, part['function_call']].some((called) => {
    const fields = recordOf(called);
    return textOf(fields?.['name']) !== '' || textOf(fields?.['arguments']) !== '';
  });
}

function readUsage(usage: JsonRecord): TokenUsage {
  return {
    inputTokens: numberOf(usage['prompt_tokens']),
    outputTokens: numberOf(usage['completion_tokens']),
    cachedTokens: numberOf(recordOf(usage['prompt_tokens_details'])?.['cached_tokens']),
  };
}
