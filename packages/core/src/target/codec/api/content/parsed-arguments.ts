import type { ApiName } from '../../../../spec/api-name.ts';
import type { ToolCall } from '../../../../spec/content/chat-message.ts';
import { isRecord } from '../../fields/json-fields.ts';
import { parseJson } from '../../fields/parse-json.ts';
import { refuse } from './refusal.ts';

/**
 * The arguments of a recorded call for an API that takes an object.
 * @throws {ConfigError} when they are no JSON object
 */
export function parsedArguments(
  api: ApiName,
  { name, arguments: json }: ToolCall,
): Readonly<Record<string, unknown>> {
  const parsed = json.trim() === '' ? {} : parseJson(json)?.json;
  if (isRecord(parsed)) return parsed;
  return refuse(
    api,
    `the arguments of the call of "${name}", which are not a JSON object`,
    'use api openai-chat, which carries them as text, or leave the conversation out',
  );
}
