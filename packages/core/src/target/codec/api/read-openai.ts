import {
  NO_READING,
  UNREPORTED_USAGE,
  type EventReading,
  type ServerTimings,
  type TokenUsage,
  type ToolCallPiece,
} from '../decoded-response.ts';
import { messageOfBareError, messageOfError } from '../fields/event-error.ts';
import { isRecord, listOf, numberOf, recordOf, textOf } from '../fields/json-fields.ts';
import { isGenerated, readToolCalls } from '../fields/read-tool-calls.ts';
import { readPartText } from '../fields/read-reasoning.ts';
import { readReasoningTokens } from '../fields/reasoning-tokens.ts';
import { readSpeculation } from '../fields/read-speculation.ts';
import { readTimings } from '../fields/read-timings.ts';
import { countOf, firstKnown } from '../fields/token-usage.ts';

type JsonRecord = Readonly<Record<string, unknown>>;

/** Finish reasons of a response that the server aborted. */
const FAILED_ENDINGS: ReadonlySet<string> = new Set([
  'error',
  'abort',
  'aborted',
  'cancelled',
  'canceled',
]);

/** The fields of an event with content that its reading depends on. */
const READ_FIELDS: ReadonlySet<string> = new Set([
  'error',
  'choices',
  'usage',
  'timings',
  'metrics',
]);

/** Whether the reading of an event with content depends on nothing in this field of it. */
export function ignoredByOpenAi(field: string): boolean {
  return !READ_FIELDS.has(field);
}

/** One event of `/v1/chat/completions` or `/v1/completions`, or the whole body of a response that was not streamed. */
export function readOpenAiEvent(event: unknown): EventReading {
  if (!isRecord(event)) return NO_READING;
  const error = errorOf(event);
  let text = '';
  let answerText = '';
  let isContent = false;
  let isAnswer = false;
  let finishReason = '';
  let toolCalls: readonly ToolCallPiece[] | undefined;
  for (const choice of listOf(event['choices'])) {
    if (!isRecord(choice)) continue;
    const said = textOfChoice(choice);
    text += said.reasoning + said.response;
    answerText += said.response;
    const pieces = toolCallsOf(choice);
    if (pieces.length > 0) toolCalls = [...(toolCalls ?? []), ...pieces];
    if (said.response !== '' || pieces.some(isGenerated)) isAnswer = true;
    if (isAnswer || said.isReasoning) isContent = true;
    finishReason = textOf(choice['finish_reason']) || finishReason;
  }
  const usage = usageOf(event);
  const timings = timingsOf(event, usage);
  const content = { text, isContent, isAnswer, answerText, finishReason };
  const said = toolCalls === undefined ? content : { toolCalls, ...content };
  if (error === undefined && usage === undefined && timings === undefined) return said;
  // In this order: a literal that begins with a spread of fields would have a hidden class of its own each time.
  return {
    ...(error === undefined ? {} : { error }),
    ...(usage === undefined ? {} : { usage }),
    ...(timings === undefined ? {} : { timings }),
    ...said,
  };
}

/** llama.cpp's timings, or the counts of a speculative decoder. */
function timingsOf(event: JsonRecord, usage: TokenUsage | undefined): ServerTimings | undefined {
  const timings = recordOf(event['timings']);
  return timings === undefined
    ? readSpeculation(event)
    : readTimings(timings, usage ?? UNREPORTED_USAGE);
}

/** An error is in `error`, in a choice, or is the event itself. */
function errorOf(event: JsonRecord): string | undefined {
  const stated = messageOfError(event['error']);
  if (stated !== undefined) return stated;
  const choices = listOf(event['choices']).filter(isRecord);
  for (const choice of choices) {
    const error = messageOfError(choice['error']);
    if (error !== undefined) return error;
    const ending = textOf(choice['finish_reason']);
    if (FAILED_ENDINGS.has(ending)) return `finish_reason "${ending}"`;
  }
  return choices.length > 0 || isRecord(event['usage']) || isRecord(event['timings'])
    ? undefined
    : messageOfBareError(event);
}

/** `delta` of a stream, `message` of a whole response. */
function partOf(choice: JsonRecord): JsonRecord | undefined {
  return recordOf(choice['delta']) ?? recordOf(choice['message']);
}

/** In a plain completion, the choice itself is the part. */
function textOfChoice(choice: JsonRecord): ReturnType<typeof readPartText> {
  const part = partOf(choice);
  if (part !== undefined) return readPartText(part);
  const { reasoning, isReasoning } = readPartText(choice);
  return { reasoning, isReasoning, response: textOf(choice['text']) };
}

/** Pieces of tool calls; those of several choices are kept apart. */
function toolCallsOf(choice: JsonRecord): readonly ToolCallPiece[] {
  const part = partOf(choice);
  return part === undefined ? [] : readToolCalls(part, String(numberOf(choice['index'])));
}

/** Usage of the event, or of its first choice, where some servers put it. */
function usageOf(event: JsonRecord): TokenUsage | undefined {
  const [choice] = listOf(event['choices']);
  const usage = recordOf(event['usage']) ?? recordOf(recordOf(choice)?.['usage']);
  if (usage === undefined) return undefined;
  const details = recordOf(usage['prompt_tokens_details']);
  const outputDetails =
    recordOf(usage['completion_tokens_details']) ?? recordOf(usage['output_tokens_details']);
  return {
    inputTokens: countOf(usage['prompt_tokens']),
    outputTokens: countOf(usage['completion_tokens']),
    cachedTokens: firstKnown(
      countOf(details?.['cached_tokens']),
      countOf(usage['prompt_cache_hit_tokens']),
    ),
    reasoningTokens: readReasoningTokens(usage),
    acceptedPredictionTokens: countOf(outputDetails?.['accepted_prediction_tokens']),
    rejectedPredictionTokens: countOf(outputDetails?.['rejected_prediction_tokens']),
  };
}
