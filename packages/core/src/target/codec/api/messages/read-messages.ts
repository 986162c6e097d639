import { NO_READING, type EventReading, type ToolCallPiece } from '../../decoded-response.ts';
import { messageOfBareError, messageOfError } from '../../fields/event-error.ts';
import { isRecord, listOf, numberOf, recordOf, textOf } from '../../fields/json-fields.ts';
import { readPartText } from '../../fields/read-reasoning.ts';
import { readMessagesUsage } from './messages-usage.ts';

type JsonRecord = Readonly<Record<string, unknown>>;

/** Events of a stream that have no content and no news of its end. */
const SILENT: ReadonlySet<string> = new Set(['ping', 'content_block_stop']);

/** Fields of an event with content that its reading depends on. */
const READ_FIELDS: ReadonlySet<string> = new Set(['type', 'delta', 'error', 'usage', 'message']);

/** Whether the reading of an event with text depends on nothing in this field of it. */
export function ignoredByMessages(field: string): boolean {
  return !READ_FIELDS.has(field);
}

/** One event of `/v1/messages`, or the whole body of a response that was not streamed. */
export function readMessagesEvent(event: unknown): EventReading {
  if (!isRecord(event)) return NO_READING;
  const type = textOf(event['type']);
  if (SILENT.has(type)) return NO_READING;
  const index = String(numberOf(event['index']));
  switch (type) {
    case 'content_block_delta':
      return readDelta(recordOf(event['delta']) ?? {}, index);
    case 'content_block_start':
      return readBlock(recordOf(event['content_block']) ?? {}, index, false);
    case 'message_start': {
      // The output count of this event is none: nothing was generated yet.
      const usage = readUsage(recordOf(event['message']) ?? {});
      return { ...NO_READING, ...withUsage({ ...usage, output_tokens: undefined }) };
    }
    case 'message_delta':
      return {
        ...NO_READING,
        finishReason: textOf(recordOf(event['delta'])?.['stop_reason']),
        ...withUsage(readUsage(event)),
      };
    case 'message_stop':
      return { ...NO_READING, isEnd: true };
    case 'message':
      return readMessage(event);
    default:
      return readOther(event);
  }
}

/** An error, or an event that is not known. */
function readOther(event: JsonRecord): EventReading {
  const error = messageOfError(event['error']) ?? messageOfBareError(event);
  return error === undefined ? NO_READING : { ...NO_READING, error };
}

function readDelta(delta: JsonRecord, index: string): EventReading {
  switch (delta['type']) {
    case 'text_delta': {
      const text = textOf(delta['text']);
      const hasText = text !== '';
      return { text, isContent: hasText, isAnswer: hasText, answerText: text, finishReason: '' };
    }
    case 'thinking_delta':
      return thought(textOf(delta['thinking']));
    case 'input_json_delta': {
      const json = textOf(delta['partial_json']);
      const isContent = json !== '';
      const toolCalls = [{ key: index, id: '', name: '', arguments: json }];
      return { ...NO_READING, isContent, isAnswer: isContent, toolCalls };
    }
    default:
      // A signature or a citation: the model generated neither.
      return NO_READING;
  }
}

function thought(text: string): EventReading {
  return { ...NO_READING, text, isContent: text !== '' };
}

/**
 * A content block: empty at its start in a stream, except for the name of a tool and withheld reasoning.
 * @param isWhole whether nothing follows
 */
function readBlock(block: JsonRecord, key: string, isWhole: boolean): EventReading {
  const type = textOf(block['type']);
  if (type === 'tool_use' || type === 'server_tool_use') {
    const name = textOf(block['name']);
    const input = recordOf(block['input']) ?? {};
    // The start of a streamed block has an empty input, to which the pieces are no addition.
    const isEmpty = !isWhole && Object.keys(input).length === 0;
    const toolCalls = [
      { key, id: textOf(block['id']), name, arguments: isEmpty ? '' : JSON.stringify(input) },
    ];
    return { ...NO_READING, isContent: name !== '', isAnswer: name !== '', toolCalls };
  }
  const said = readPartText({ content: [block] });
  const hasAnswer = said.response !== '';
  return {
    text: said.reasoning + said.response,
    isContent: hasAnswer || said.isReasoning,
    isAnswer: hasAnswer,
    answerText: said.response,
    finishReason: '',
  };
}

/** A whole message. */
function readMessage(message: JsonRecord): EventReading {
  const blocks = listOf(message['content']).filter(isRecord);
  const readings = blocks.map((block, index) => readBlock(block, String(index), true));
  const toolCalls = readings.flatMap(
    (reading): readonly ToolCallPiece[] => reading.toolCalls ?? [],
  );
  const answerText = readings.map((reading) => reading.answerText).join('');
  const reasoning = readings.map(({ text, answerText: answer }) => (answer === '' ? text : ''));
  const error = messageOfError(message['error']);
  return {
    text: reasoning.join('') + answerText,
    isContent: readings.some(({ isContent }) => isContent),
    isAnswer: readings.some(({ isAnswer }) => isAnswer),
    answerText,
    finishReason: textOf(message['stop_reason']),
    ...(toolCalls.length === 0 ? {} : { toolCalls }),
    ...withUsage(readUsage(message)),
    ...(error === undefined ? {} : { error }),
  };
}

function readUsage(holder: JsonRecord): JsonRecord | undefined {
  return recordOf(holder['usage']);
}

function withUsage(usage: JsonRecord | undefined): Pick<EventReading, 'usage'> {
  return usage === undefined ? {} : { usage: readMessagesUsage(usage) };
}
