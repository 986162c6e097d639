import type { ChatMessage } from '../../../spec/content/chat-message.ts';
import type { JsonObject } from '../../../spec/content/json-value.ts';
import { explainUnknown } from '../../../spec/nearest-name.ts';
import type { Conversation, DatasetFormat, ReadOptions } from '../dataset.ts';
import { chatShapeOf } from './fields/chat/chat-shape.ts';
import { messagesAt } from './fields/chat/chat-messages.ts';
import { isObject, unexpected, wordsAt } from './fields/json-fields.ts';
import { oneRequest } from './fields/one-request.ts';
import { outputLengthAt } from './fields/output-length.ts';
import { responsesInputAt } from './fields/chat/responses-input.ts';
import { toolsOf } from './fields/chat/tools-of.ts';
import { nameOf } from './rows/name-of.ts';
import { readRows, type Row } from './rows/read-rows.ts';
import { RowError } from './rows/row-error.ts';

/** Fields that hold the prompt; a row has one of them. */
const INPUTS = ['prompt', 'messages', 'input'] as const;

const KEYS = [
  ...INPUTS,
  'outputTokens',
  'id',
  'tools',
  'tool_choice',
  'parallel_tool_calls',
] as const;

const EXPECTED =
  '"text", {"prompt": "text"} or {"messages": [{"role": "user", "content": "text"}]}';

/** Prompts, one a row: a text, or an object with a text or with messages; in a table the column `prompt`. */
export const prompts: DatasetFormat = {
  name: 'prompts',
  title: 'prompts',
  recognizes: ({ record, shape }) =>
    (typeof record === 'string' && shape !== 'text') || isRowOfPrompts(record),
  read: (records, options) => readRows(records, (row) => readPrompt(row, options)),
};

/** Whether this format alone has such a record. */
function isRowOfPrompts(record: unknown): boolean {
  if (!isObject(record) || !Object.keys(record).every(isKey)) return false;
  if ('prompt' in record) return typeof record['prompt'] === 'string';
  return Array.isArray(record['input']) || chatShapeOf(record) === 'prompt';
}

function isKey(name: string): boolean {
  return KEYS.some((key) => key === name);
}

function readPrompt(row: Row, options: ReadOptions): Conversation {
  const { value, line } = row;
  if (typeof value === 'string') return oneRequest(line, [userMessage(value, 'prompt')]);
  if (!isObject(value)) throw unexpected('row', EXPECTED, value);
  const unknown = Object.keys(value).find((name) => !isKey(name));
  if (unknown !== undefined) throw new RowError(explainUnknown('key', unknown, KEYS).text);
  const tools = toolsOf(value);
  return oneRequest(line, messagesOf(value, options), {
    output: outputLengthAt(value['outputTokens'], 'outputTokens'),
    label: nameOf(row, value, 'id'),
    content: tools === undefined ? {} : { tools },
  });
}

function messagesOf(row: JsonObject, options: ReadOptions): ChatMessage[] {
  const [input, ...others] = INPUTS.filter((name) => row[name] !== undefined);
  if (input === undefined || others.length > 0) throw unexpected('row', EXPECTED, row);
  if (input === 'prompt') return [userMessage(row['prompt'], 'prompt')];
  const read = input === 'messages' ? messagesAt : responsesInputAt;
  const messages = read(row[input], input, options).map(({ message }) => message);
  if (messages.at(-1)?.role !== 'assistant') return messages;
  throw new RowError(
    `${input}: the last one is the answer, which is not sent; pass --dataset-format openai-fine-tuning`,
  );
}

function userMessage(text: unknown, at: string): ChatMessage {
  return { role: 'user', content: wordsAt(text, at) };
}
