import type { ChatMessage } from '../../../../spec/content/chat-message.ts';

/** A message with nothing but text. */
export type PlainMessage = ChatMessage & { readonly content: string };

/** Whether every chat API takes a message as it is: it is text, and neither a call of a tool nor its result. */
export function isPlainMessage(message: ChatMessage): message is PlainMessage {
  return (
    typeof message.content === 'string' &&
    message.toolCalls === undefined &&
    message.toolCallId === undefined
  );
}
