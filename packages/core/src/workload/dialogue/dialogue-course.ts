import type { ChatMessage } from '../../spec/content/chat-message.ts';
import type { Dialogue, DialogueRequest } from './dialogue.ts';
import { turnRequest, type EndedTurn } from './turn-request.ts';

/** What follows the end of a turn. */
export interface NextTurns {
  /** Turns that may be sent now. */
  readonly requests: readonly DialogueRequest[];
  /** Why the conversation ends before its last turn; absent where it goes on. */
  readonly mismatch?: string;
}

/** The course of one conversation: a turn is sent when all turns that it waits for have ended. */
export class DialogueCourse {
  readonly #dialogue: Dialogue;
  readonly #past = new Map<number, EndedTurn>();
  /** Requests that were begun, by place. */
  readonly #begun = new Map<number, DialogueRequest>();
  readonly #ended = new Set<number>();
  #isOver = false;

  constructor(dialogue: Dialogue) {
    this.#dialogue = dialogue;
  }

  /** Whether nothing of it is in flight, and nothing will be sent. */
  get isDone(): boolean {
    const isWhole = this.#begun.size === this.#dialogue.turns.length;
    return (this.#isOver || isWhole) && this.#ended.size === this.#begun.size;
  }

  /** The turns that wait for no other. */
  begin(): NextTurns {
    return this.#ready();
  }

  /**
   * A turn has ended.
   * @param answer of this run; absent for a failed turn, which leaves nothing to reply to and ends the conversation
   * @param sent messages of its request, with what was added to them
   */
  end(place: number, answer: ChatMessage | undefined, sent?: readonly ChatMessage[]): NextTurns {
    this.#ended.add(place);
    if (answer === undefined) {
      this.#isOver = true;
      return { requests: [] };
    }
    const { ownCount = 0, content } = this.#begun.get(place) ?? {};
    const messages = (sent ?? content?.messages ?? []).slice(-ownCount);
    this.#past.set(place, { messages: ownCount === 0 ? [] : messages, answer });
    return this.#ready();
  }

  #ready(): NextTurns {
    const requests: DialogueRequest[] = [];
    for (const [place, { after }] of this.#dialogue.turns.entries()) {
      if (this.#isOver) break;
      if (this.#begun.has(place) || !after.every((one) => this.#ended.has(one))) continue;
      const made = turnRequest(this.#dialogue, place, this.#past);
      if ('mismatch' in made) {
        this.#isOver = true;
        return { requests, mismatch: made.mismatch };
      }
      this.#begun.set(place, made.request);
      requests.push(made.request);
    }
    return { requests };
  }
}
