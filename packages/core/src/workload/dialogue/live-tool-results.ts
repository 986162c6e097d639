import type { ChatMessage } from '../../spec/content/chat-message.ts';

/** Messages whose tool results answer the calls of this run, or why they cannot. */
export type LiveResults =
  | { readonly messages: readonly ChatMessage[] }
  | { readonly mismatch: string };

/**
 * Makes recorded tool results answer the calls that the model made in this run, by position: the result of the second recorded
 * call answers the second call.
 * @param own messages of the turn, as recorded
 * @param recorded the recorded answer before; absent where there is none
 * @param live the answer of this run
 */
export function liveToolResults(
  own: readonly ChatMessage[],
  recorded: ChatMessage | undefined,
  live: ChatMessage,
): LiveResults {
  const calls = live.toolCalls ?? [];
  const results = own.filter(({ role }) => role === 'tool');
  if (results.length !== calls.length) {
    return {
      mismatch: `the model made ${counted(calls.length)} where the data set answers ${results.length}`,
    };
  }
  const recordedIds = recorded?.toolCalls?.map(({ id }) => id) ?? [];
  let position = 0;
  const messages = own.map((message) => {
    if (message.role !== 'tool') return message;
    const place = recordedIds.indexOf(message.toolCallId ?? '');
    const call = calls[place === -1 ? position : place];
    position += 1;
    return call === undefined ? message : { ...message, toolCallId: call.id };
  });
  return { messages };
}

function counted(calls: number): string {
  return `${calls} tool ${calls === 1 ? 'call' : 'calls'}`;
}
