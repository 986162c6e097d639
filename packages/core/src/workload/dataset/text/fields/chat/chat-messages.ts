import type { ChatMessage, ToolCall } from '../../../../../spec/content/chat-message.ts';
import { textOfContent } from '../../../../../spec/content/chat-message.ts';
import type { JsonObject } from '../../../../../spec/content/json-value.ts';
import type { MediaOptions } from '../../media/media-at.ts';
import { contentAt } from '../content-at.ts';
import { isObject, isPresent, listAt, objectAt, textAt, unexpected } from '../json-fields.ts';

/** A message as recorded. */
export interface RecordedMessage {
  readonly message: ChatMessage;
  /** All that the model wrote: reasoning, text and calls; of an assistant's message. */
  readonly written: string;
}

const ROLES: ReadonlyMap<unknown, ChatMessage['role']> = new Map([
  ['system', 'system'],
  ['developer', 'system'],
  ['user', 'user'],
  ['assistant', 'assistant'],
  ['tool', 'tool'],
  ['function', 'tool'],
]);

/** Names of recorded reasoning, which is not sent again. */
const REASONING_FIELDS = ['reasoning_content', 'reasoning'] as const;

/**
 * Messages in the form of Chat Completions.
 * @throws {RowError} when one cannot be read, or media in it cannot be sent
 */
export function messagesAt(value: unknown, at: string, options: MediaOptions): RecordedMessage[] {
  return listAt(value, at).map((message, index) => messageAt(message, `${at}[${index}]`, options));
}

function messageAt(value: unknown, at: string, options: MediaOptions): RecordedMessage {
  const message = objectAt(value, at);
  const role = ROLES.get(message['role']);
  switch (role) {
    case 'assistant':
      return assistantAt(message, at, options);
    case 'tool': {
      const id = message['tool_call_id'] ?? message['name'];
      const toolCallId = textAt(id, `${at}.tool_call_id`);
      return plain({
        role,
        content: contentAt(message['content'], `${at}.content`, options),
        toolCallId,
      });
    }
    case 'system':
    case 'user':
      return plain({ role, content: contentAt(message['content'], `${at}.content`, options) });
    case undefined:
      throw unexpected(`${at}.role`, 'system, user, assistant or tool', message['role']);
  }
}

function plain(message: ChatMessage): RecordedMessage {
  return { message, written: '' };
}

function assistantAt(message: JsonObject, at: string, options: MediaOptions): RecordedMessage {
  const toolCalls = callsOf(message, at);
  const hasContent = isPresent(message['content']);
  if (!hasContent && toolCalls.length === 0) {
    throw unexpected(`${at}.content`, 'a text or tool calls', message['content']);
  }
  const content = hasContent ? contentAt(message['content'], `${at}.content`, options) : '';
  const reasoning = REASONING_FIELDS.map((field) => message[field]).find(
    (text) => typeof text === 'string' && text !== '',
  );
  const written = [
    ...(typeof reasoning === 'string' ? [reasoning] : []),
    textOfContent(content),
    ...toolCalls.map((call) => `${call.name} ${call.arguments}`),
  ].join('\n');
  return {
    message: { role: 'assistant', content, ...(toolCalls.length === 0 ? {} : { toolCalls }) },
    written,
  };
}

function callsOf(message: JsonObject, at: string): ToolCall[] {
  const { tool_calls: calls, function_call: old } = message;
  if (isObject(old)) return [callOf(old, old, `${at}.function_call`)];
  if (!isPresent(calls) || (Array.isArray(calls) && calls.length === 0)) return [];
  return listAt(calls, `${at}.tool_calls`).map((value, index) => {
    const place = `${at}.tool_calls[${index}]`;
    const call = objectAt(value, place);
    return callOf(call, objectAt(call['function'], `${place}.function`), place);
  });
}

/** The old form of a call has no id: its result names the function. */
function callOf(call: JsonObject, called: JsonObject, at: string): ToolCall {
  const name = textAt(called['name'], `${at}.name`);
  const given = called['arguments'];
  return {
    id: textAt(call['id'] ?? name, `${at}.id`),
    name,
    arguments: typeof given === 'string' ? given : JSON.stringify(given ?? {}),
  };
}
