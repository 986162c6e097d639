import type { ChatMessage } from '../../../../spec/content/chat-message.ts';
import type { RequestContent } from '../../../../spec/content/request-content.ts';
import type { Conversation, OutputLength } from '../../dataset.ts';

/** What a request has besides its messages; undefined where its row has none. */
export interface RequestSettings {
  readonly output?: OutputLength | undefined;
  readonly label?: string | undefined;
  readonly answer?: ChatMessage | undefined;
  readonly content?: Partial<RequestContent>;
}

/** A request by itself. */
export function oneRequest(
  line: number,
  messages: readonly ChatMessage[],
  { output, label, answer, content }: RequestSettings = {},
): Conversation {
  return {
    label: '',
    history: 'none',
    turns: [
      {
        line,
        input: { kind: 'content', content: { messages, ...content } },
        ...(output === undefined ? {} : { output }),
        ...(label === undefined ? {} : { label }),
        ...(answer === undefined ? {} : { answer }),
      },
    ],
  };
}
