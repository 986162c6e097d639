import type { JsonObject } from '../../../../spec/content/json-value.ts';
import { isObject } from './json-fields.ts';

/** Keys of a request body that no other record of messages has. */
const BODY_KEYS = [
  'model',
  'stream',
  'max_tokens',
  'max_completion_tokens',
  'temperature',
  'top_p',
  'response_format',
] as const;

/** What a record with a list of messages is, by its first one; undefined where it has none. */
export type ChatShape = 'body' | 'tools' | 'answered' | 'prompt';

/** The kind of record with a list of messages, so that no record is of two formats. */
export function chatShapeOf(record: unknown): ChatShape | undefined {
  if (!isObject(record) || !Array.isArray(record['messages'])) return undefined;
  const messages = record['messages'].filter(isObject);
  if (BODY_KEYS.some((key) => key in record)) return 'body';
  if (hasTools(record) || messages.some(isOfTool)) return 'tools';
  return messages.at(-1)?.['role'] === 'assistant' ? 'answered' : 'prompt';
}

function hasTools(record: JsonObject): boolean {
  return 'tools' in record || 'functions' in record || 'tool_choice' in record;
}

function isOfTool(message: JsonObject): boolean {
  const { role, tool_calls: calls, function_call: old } = message;
  return role === 'tool' || Array.isArray(calls) || isObject(old);
}
