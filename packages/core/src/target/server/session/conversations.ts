import { TargetError } from '../../errors.ts';
import type { ChatMessage } from '../../../spec/content/chat-message.ts';
import type { ContextHandle } from '../../target.ts';
import type { PlaceInLoad } from './replicas.ts';

/** Of the name of a conversation, before its number. */
const PREFIX = 'conversation-';

interface Conversation {
  readonly model: string;
  messages: readonly ChatMessage[];
  /** Settles when the turn in flight has ended. */
  turn: Promise<void>;
}

/**
 * Contexts for servers that keep none: the messages are kept here and sent again with each turn. A conversation takes one
 * turn at a time.
 */
export class Conversations {
  readonly #byId = new Map<string, Conversation>();
  #count = 0;

  open(model: string): ContextHandle {
    this.#count += 1;
    const id = `${PREFIX}${this.#count}`;
    this.#byId.set(id, { model, messages: [], turn: Promise.resolve() });
    return { id, model };
  }

  /** @throws {TargetError} when it is not open */
  close({ id }: ContextHandle): void {
    if (!this.#byId.delete(id)) throw unknownContext(id);
  }

  /** Closes the conversations of a model. */
  closeAll(model: string): void {
    for (const [id, conversation] of this.#byId) {
      if (conversation.model === model) this.#byId.delete(id);
    }
  }

  /**
   * Takes the next turn of a conversation, after the turns before it. A failed turn leaves the conversation unchanged.
   * @param ask receives the whole conversation and returns the response
   * @throws {TargetError} when the conversation is not open, or belongs to another model
   */
  async takeTurn<Reply extends { readonly text: string }>(
    context: ContextHandle,
    model: string,
    prompt: string,
    ask: (messages: readonly ChatMessage[]) => Promise<Reply>,
  ): Promise<Reply> {
    const conversation = this.#byId.get(context.id);
    if (conversation === undefined || conversation.model !== model) {
      throw unknownContext(context.id);
    }
    const before = conversation.turn;
    const turn = before.then(async () => {
      const asked = [...conversation.messages, { role: 'user', content: prompt } as const];
      const reply = await ask(asked);
      conversation.messages = [...asked, { role: 'assistant', content: reply.text }];
      return reply;
    });
    // The next turn waits for this one but does not fail with it.
    conversation.turn = turn.then(
      () => {},
      () => {},
    );
    return await turn;
  }
}

/** Where a turn of a conversation stands. @param messages the whole conversation, the new turn included */
export function placeOfTurn({ id }: ContextHandle, messages: readonly ChatMessage[]): PlaceInLoad {
  const turn = messages.filter(({ role }) => role === 'user').length;
  return { conversation: Number(id.slice(PREFIX.length)), turn };
}

function unknownContext(id: string): TargetError {
  return new TargetError(
    `unknown context "${id}" of this model: it was closed, or belongs to another model`,
    {
      code: 'NO_CONTEXT',
      help: 'open a new context',
    },
  );
}
