import type { ChatMessage } from '../../spec/content/chat-message.ts';
import type { Prompt } from '../prompt.ts';

/** Words before a prompt of a dataset that make it unique: fewer tokens than a block of a prefix cache. */
export const UNIQUE_WORDS = 8;

/** A prompt whose first message begins with other words. */
export function withPrefix(prompt: Prompt, prefix: string): Prompt {
  const [first, ...others] = prompt.messages;
  if (first === undefined) return prompt;
  const messages = [{ ...first, content: withTextBefore(first.content, prefix) }, ...others];
  return { ...prompt, messages };
}

function withTextBefore(content: ChatMessage['content'], prefix: string): ChatMessage['content'] {
  if (typeof content === 'string') return `${prefix} ${content}`;
  return [{ type: 'text', text: prefix }, ...content];
}
