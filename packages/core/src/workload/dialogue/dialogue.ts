import type { ChatMessage } from '../../spec/content/chat-message.ts';
import type { RequestContent } from '../../spec/content/request-content.ts';
import type { History } from '../dataset/dataset.ts';

/** What a turn sends by itself, without the turns before. */
export interface TurnContent {
  readonly content: RequestContent;
  /** Tokens of its messages; `NaN` where unknown. */
  readonly inputTokens: number;
  /** Of these, tokens at the beginning that an earlier prompt of the phase has; absent where unknown. */
  readonly sharedTokens?: number;
}

/** One request of a conversation. */
export interface DialogueTurn {
  /** Makes what it sends by itself; the same each time. */
  readonly make: () => TurnContent;
  readonly outputTokens: number;
  /** Whether the response must have exactly that many; as the stage is configured when absent. */
  readonly isLengthDemanded?: boolean;
  /** Time from the end of the turns that it waits for to its scheduled start; 0 where it waits for none. */
  readonly thinkMs: number;
  /** Places of the turns that must have ended before, all of them earlier ones. */
  readonly after: readonly number[];
  /** The recorded answer. */
  readonly answer?: ChatMessage;
  readonly model?: string;
  readonly label?: string;
}

/** A conversation as a stage holds it. */
export interface Dialogue {
  /** Unique in its stage. */
  readonly context: string;
  readonly history: History;
  readonly turns: readonly DialogueTurn[];
}

/** A turn that may be sent, as its request. */
export interface DialogueRequest
  extends TurnContent, Omit<DialogueTurn, 'make' | 'after' | 'answer'> {
  /** From 0. */
  readonly place: number;
  /** Of its messages, how many at the end are its own and not of the turns before. */
  readonly ownCount: number;
  /** Upper bound of its tokens: answers count with their full length. */
  readonly mostInputTokens: number;
}
