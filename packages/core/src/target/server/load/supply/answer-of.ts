import type { ChatMessage } from '../../../../spec/content/chat-message.ts';
import type { DecodedResponse } from '../../../codec/decoded-response.ts';

/** A response as the answer that later turns of its conversation repeat: without its reasoning, as clients leave it out. */
export function answerOf({ answerText, toolCalls }: DecodedResponse): ChatMessage {
  return {
    role: 'assistant',
    content: answerText,
    ...(toolCalls.length === 0 ? {} : { toolCalls }),
  };
}
