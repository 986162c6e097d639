import type { ChatMessage } from '../../../../spec/content/chat-message.ts';
import type { DecodedResponse } from '../../../codec/decoded-response.ts';

/** A response as the answer that later turns of its conversation repeat. */
export function answerOf({ text, toolCalls = [] }: DecodedResponse): ChatMessage {
  return {
    role: 'assistant',
    content: text,
    ...(toolCalls.length === 0 ? {} : { toolCalls }),
  };
}
