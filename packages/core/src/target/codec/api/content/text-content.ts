import type { ApiName } from '../../../../spec/api-name.ts';
import type { ChatMessage } from '../../../../spec/content/chat-message.ts';
import type { RequestContent } from '../../../../spec/content/request-content.ts';
import { plainPrompt } from '../prompt-codec.ts';
import { refuse } from './refusal.ts';

/** APIs that take conversations, by the API that takes text alone. */
const CONVERSATIONAL = {
  'openai-completions': 'openai-chat',
  'llama-completion': 'openai-chat',
  'ollama-generate': 'ollama-chat',
} as const satisfies Partial<Record<ApiName, ApiName>>;

/**
 * The conversation of a request as one text.
 * @throws {ConfigError} when it has anything but text
 */
export function textPrompt(
  api: keyof typeof CONVERSATIONAL,
  { messages, tools }: Pick<RequestContent, 'messages' | 'tools'>,
): string {
  const help = `set target.api to ${CONVERSATIONAL[api]}`;
  if (tools !== undefined) refuse(api, 'tools', help);
  for (const { content, toolCalls, toolCallId } of messages) {
    if (toolCalls !== undefined || toolCallId !== undefined) refuse(api, 'tool calls', help);
    if (typeof content !== 'string' && !isText(content)) refuse(api, 'media', help);
  }
  return plainPrompt(messages);
}

function isText(parts: Exclude<ChatMessage['content'], string>): boolean {
  return parts.every(({ type }) => type === 'text');
}
