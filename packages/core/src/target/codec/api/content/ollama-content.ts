import type { ChatMessage, RequestTools } from '../../../../spec/content/chat-message.ts';
import { textOfContent } from '../../../../spec/content/chat-message.ts';
import { toChatDefinitions } from './chat-content.ts';
import { parsedArguments } from './parsed-arguments.ts';
import { isPlainMessage } from './plain-message.ts';
import { refuse } from './refusal.ts';

const API = 'ollama-chat';
const HELP = 'use api openai-chat, which Ollama also has';

/** Messages of Ollama's chat; plain ones are sent as they are. */
export function toOllamaMessages(messages: readonly ChatMessage[]): readonly unknown[] {
  if (messages.every(isPlainMessage)) return messages;
  const calls = messages.flatMap(({ toolCalls = [] }) => toolCalls);
  const names = new Map(calls.map(({ id, name }) => [id, name]));
  return messages.map((message) => toOllamaMessage(message, names));
}

/** @param names of the tools that were called, by the id of the call: Ollama ties a result to its call by the name */
function toOllamaMessage(message: ChatMessage, names: ReadonlyMap<string, string>): unknown {
  if (isPlainMessage(message)) return message;
  const { role, content, toolCalls, toolCallId } = message;
  const images = imagesOf(content);
  const toolName = toolCallId === undefined ? undefined : names.get(toolCallId);
  return {
    role,
    content: textOfContent(content),
    ...(images.length === 0 ? {} : { images }),
    ...(toolCalls === undefined
      ? {}
      : {
          tool_calls: toolCalls.map((call) => ({
            function: { name: call.name, arguments: parsedArguments(API, call) },
          })),
        }),
    ...(toolName === undefined ? {} : { tool_name: toolName }),
  };
}

/** Pictures are in a list of their own, without their media type. */
function imagesOf(content: ChatMessage['content']): readonly string[] {
  if (typeof content === 'string') return [];
  return content.flatMap((part) => {
    if (part.type === 'text') return [];
    if (part.type !== 'image') return refuse(API, 'media other than pictures', HELP);
    if ('url' in part.source) return refuse(API, 'pictures by URL', HELP);
    return [part.source.base64];
  });
}

/** Tools of Ollama's chat, which always lets the model choose. */
export function toOllamaTools({ definitions, choice = 'auto' }: RequestTools): readonly unknown[] {
  if (choice !== 'auto') refuse(API, 'a choice of tools other than auto', HELP);
  return toChatDefinitions(definitions);
}
