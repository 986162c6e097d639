import type { RequestTools, ToolDefinition } from '../../../../../spec/content/chat-message.ts';
import type { JsonObject } from '../../../../../spec/content/json-value.ts';
import { isObject, isPresent, listAt, objectAt, unexpected, wordsAt } from '../json-fields.ts';

/**
 * The tools that a request offers, in the form of any API; undefined where it has none.
 * @throws {RowError} when they cannot be read
 */
export function toolsOf(row: JsonObject): RequestTools | undefined {
  const field = isPresent(row['tools']) ? 'tools' : 'functions';
  const tools = toolsAt(row[field], field);
  if (tools === undefined) return undefined;
  const choice = choiceOf(row);
  const isParallel = row['parallel_tool_calls'];
  return {
    ...tools,
    ...(choice === undefined ? {} : { choice }),
    ...(typeof isParallel === 'boolean' ? { isParallel } : {}),
  };
}

/**
 * Tools of a list. Servers refuse an empty one, and a choice without tools, so that neither is sent.
 * @throws {RowError} when they cannot be read
 */
export function toolsAt(list: unknown, at: string): RequestTools | undefined {
  if (!isPresent(list) || (Array.isArray(list) && list.length === 0)) return undefined;
  return {
    definitions: listAt(list, at).map((tool, index) => definitionAt(tool, `${at}[${index}]`)),
  };
}

/** A tool of Chat Completions (`function` inside), of Responses and of Messages (`input_schema`). */
function definitionAt(value: unknown, at: string): ToolDefinition {
  const tool = objectAt(value, at);
  const inner = isObject(tool['function']) ? tool['function'] : tool;
  const description = inner['description'];
  const parameters = inner['parameters'] ?? inner['input_schema'];
  return {
    name: wordsAt(inner['name'], `${at}.name`),
    ...(typeof description === 'string' ? { description } : {}),
    ...(isObject(parameters) ? { parameters } : {}),
  };
}

function choiceOf(row: JsonObject): RequestTools['choice'] {
  const choice = row['tool_choice'] ?? row['function_call'] ?? undefined;
  if (choice === undefined || choice === 'auto' || choice === 'none' || choice === 'required') {
    return choice;
  }
  const { type } = isObject(choice) ? choice : {};
  if (type === 'any') return 'required';
  if (type === 'auto' || type === 'none') return type;
  const inner = isObject(choice) && isObject(choice['function']) ? choice['function'] : choice;
  if (isObject(inner) && typeof inner['name'] === 'string') return { name: inner['name'] };
  throw unexpected('tool_choice', 'auto, none, required or a function', choice);
}
