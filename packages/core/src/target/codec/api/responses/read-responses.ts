import { NO_READING, type EventReading, type ToolCallPiece } from '../../decoded-response.ts';
import { messageOfBareError, messageOfError } from '../../fields/event-error.ts';
import { isRecord, listOf, recordOf, textOf } from '../../fields/json-fields.ts';
import { readPartText } from '../../fields/read-reasoning.ts';
import { readResponsesUsage } from './responses-usage.ts';

type JsonRecord = Readonly<Record<string, unknown>>;

/** Events with a piece of the output. `.done` events repeat what these had, and are no content. */
const DELTAS: ReadonlyMap<string, 'answer' | 'reasoning' | 'arguments'> = new Map([
  ['response.output_text.delta', 'answer'],
  ['response.refusal.delta', 'answer'],
  ['response.reasoning_text.delta', 'reasoning'],
  ['response.reasoning_summary_text.delta', 'reasoning'],
  // Names of servers that stream no summaries.
  ['response.reasoning.delta', 'reasoning'],
  ['response.reasoning_summary.delta', 'reasoning'],
  ['response.function_call_arguments.delta', 'arguments'],
  ['response.custom_tool_call_input.delta', 'arguments'],
]);

/** Events that end a response. */
const ENDS: ReadonlySet<string> = new Set([
  'response.completed',
  'response.incomplete',
  'response.failed',
  'response.cancelled',
]);

/** Statuses of a response without an output that counts. */
const FAILED_STATUSES: ReadonlySet<string> = new Set(['failed', 'cancelled']);

/** Fields of an event with content that its reading depends on. */
const READ_FIELDS: ReadonlySet<string> = new Set(['type', 'delta', 'error', 'response', 'object']);

/** Whether the reading of an event with content depends on nothing in this field of it. */
export function ignoredByResponses(field: string): boolean {
  return !READ_FIELDS.has(field);
}

/** One event of `/v1/responses`, or the whole body of a response that was not streamed. */
export function readResponsesEvent(event: unknown): EventReading {
  if (!isRecord(event)) return NO_READING;
  const type = textOf(event['type']);
  const kind = DELTAS.get(type);
  if (kind !== undefined) return readDelta(event, kind);
  if (event['object'] === 'response') return { ...readOutput(event), ...readEnd(event) };
  const response = recordOf(event['response']);
  if (ENDS.has(type) && response !== undefined) {
    return { ...NO_READING, ...readEnd(response), isEnd: true };
  }
  const item = recordOf(event['item']);
  if (item !== undefined) return { ...NO_READING, toolCalls: callsIn([item], type) };
  const error = messageOfError(event['error']) ?? messageOfNamelessError(event, type);
  return error === undefined ? NO_READING : { ...NO_READING, error };
}

/** The many other events of a response are no errors, whatever their names contain. */
function messageOfNamelessError(event: JsonRecord, type: string): string | undefined {
  return type.startsWith('response.') ? undefined : messageOfBareError(event);
}

function readDelta(event: JsonRecord, kind: 'answer' | 'reasoning' | 'arguments'): EventReading {
  const text = textOf(event['delta']);
  const hasContent = text !== '';
  if (kind === 'arguments') {
    const key = textOf(event['item_id']);
    const toolCalls = [{ key, id: '', name: '', arguments: text }];
    return { ...NO_READING, isContent: hasContent, isAnswer: hasContent, toolCalls };
  }
  const isAnswer = kind === 'answer';
  return {
    text,
    isContent: hasContent,
    isAnswer: isAnswer && hasContent,
    answerText: isAnswer ? text : '',
    finishReason: '',
  };
}

/** All of the output, in one piece. */
function readOutput(response: JsonRecord): EventReading {
  let reasoning = '';
  let answerText = '';
  let isReasoning = false;
  const items = listOf(response['output']).filter(isRecord);
  for (const item of items) {
    const isThought = item['type'] === 'reasoning';
    const part = isThought
      ? { reasoning: item['content'], reasoning_summary: item['summary'], ...withheld(item) }
      : { content: item['content'] };
    const said = readPartText(item['type'] === 'message' || isThought ? part : {});
    reasoning += said.reasoning;
    answerText += said.response;
    isReasoning ||= said.isReasoning;
  }
  const toolCalls = callsIn(items, '');
  const isAnswer = answerText !== '' || toolCalls.length > 0;
  return {
    text: reasoning + answerText,
    isContent: isAnswer || isReasoning,
    isAnswer,
    answerText,
    finishReason: '',
    ...(toolCalls.length === 0 ? {} : { toolCalls }),
  };
}

/** Reasoning whose text is withheld is in a field of its own. */
function withheld(item: JsonRecord): JsonRecord {
  const data = textOf(item['encrypted_content']);
  return data === '' ? {} : { reasoning_details: [{ data }] };
}

/** Calls of tools among output items. An added item has the name; one that is done repeats all of the call. */
function callsIn(items: readonly JsonRecord[], event: string): ToolCallPiece[] {
  return items
    .filter(({ type }) => type === 'function_call' || type === 'custom_tool_call')
    .map((item) => ({
      key: textOf(item['id']),
      id: textOf(item['call_id']) || textOf(item['id']),
      name: textOf(item['name']),
      arguments: textOf(item['arguments']) || textOf(item['input']),
      ...(event.endsWith('.done') ? { isWhole: true } : {}),
    }));
}

/** How a response ended: its status, the reason if it is incomplete, and its usage. */
function readEnd(response: JsonRecord): Partial<EventReading> {
  const status = textOf(response['status']);
  const stated = messageOfError(response['error']);
  const error = stated ?? (FAILED_STATUSES.has(status) ? `status "${status}"` : undefined);
  const usage = recordOf(response['usage']);
  const cause = textOf(recordOf(response['incomplete_details'])?.['reason']);
  const reason = status === 'incomplete' ? cause || status : status === 'completed' ? status : '';
  return {
    finishReason: reason,
    ...(error === undefined ? {} : { error }),
    ...(usage === undefined ? {} : { usage: readResponsesUsage(usage) }),
  };
}
