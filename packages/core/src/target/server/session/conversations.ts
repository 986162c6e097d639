import { TargetError } from '../../errors.ts';
import type { ChatMessage } from '../../codec/codec.ts';
import type { ContextHandle } from '../../target.ts';

interface Conversation {
  readonly model: string;
  messages: readonly ChatMessage[];
  /** Ends when the turn under way is over. */
  turn: Promise<void>;
}

/**
 * Contexts of servers that keep none: what was said is held here and sent again with each turn. One conversation takes one
 * turn after the other.
 */
export class Conversations {
  readonly #byId = new Map<string, Conversation>();
  #count = 0;

  open(model: string): ContextHandle {
    this.#count += 1;
    const id = `conversation-${this.#count}`;
    this.#byId.set(id, { model, messages: [], turn: Promise.resolve() });
    return { id, model };
  }

  /** @throws {TargetError} when it is not open */
  close({ id }: ContextHandle): void {
    if (!this.#byId.delete(id)) throw unknownContext(id);
  }

  /** Forgets those of a model. */
  closeAll(model: string): void {
    for (const [id, conversation] of this.#byId) {
      if (conversation.model === model) this.#byId.delete(id);
    }
  }

  /**
   * Takes the next turn of a conversation, after those before it. A turn that fails leaves it as it was.
   * @param ask is given the whole conversation and returns what was answered
   * @throws {TargetError} when it is not open, or is one of another model
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
    // The next turn waits for this one, and does not fail with it.
    conversation.turn = turn.then(
      () => {},
      () => {},
    );
    return await turn;
  }
}

function unknownContext(id: string): TargetError {
  return new TargetError(
    `There is no context "${id}" of this model: it was closed, or opened on another one. Open a new one.`,
    { code: 'NO_CONTEXT' },
  );
}
