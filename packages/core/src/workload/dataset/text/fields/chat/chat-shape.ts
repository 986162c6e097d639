import type { JsonObject } from '../../../../../spec/content/json-value.ts';
import { isObject } from '../json-fields.ts';

/** Keys of a request body that records of other formats do not have. */
const SETTINGS = [
  'stream',
  'max_tokens',
  'max_completion_tokens',
  'max_output_tokens',
  'temperature',
  'top_p',
  'response_format',
  'encoding_format',
] as const;

/** What a record is by its keys, so that none is of two formats; undefined for anything else. */
export type ChatShape = 'body' | 'tools' | 'answered' | 'prompt';

/** The kind of a recorded body, or of a record with a list of messages. */
export function chatShapeOf(record: unknown): ChatShape | undefined {
  if (!isObject(record)) return undefined;
  const hasSettings = SETTINGS.some((key) => key in record);
  if (!Array.isArray(record['messages'])) {
    return hasSettings && ('prompt' in record || 'input' in record) ? 'body' : undefined;
  }
  const messages = record['messages'].filter(isObject);
  if (hasSettings || 'model' in record) return 'body';
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
