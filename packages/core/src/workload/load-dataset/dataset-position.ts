import type { Conversation } from '../dataset/dataset.ts';
import type { LoadDataset } from './load-dataset.ts';

/** A conversation, and how many of its turns are passed over. */
export interface PlacedConversation {
  readonly conversation: Conversation;
  readonly firstPlace: number;
}

/**
 * Where a load is in its data set. Each stage continues where the one before ended, and goes once around the file, or again and
 * again where the data set is reused.
 */
export class DatasetPosition {
  readonly #dataset: LoadDataset;
  /** Requests sent, counted around the file. */
  #sent = 0;

  constructor(dataset: LoadDataset) {
    this.#dataset = dataset;
  }

  /** Conversations of one stage at most. */
  get mostConversations(): number {
    const { isReused, survey } = this.#dataset;
    return isReused ? Infinity : survey.conversations;
  }

  /** A stage sent `count` requests, each by itself. */
  noteSent(count: number): void {
    this.#sent += count;
  }

  /** A stage began `count` conversations. */
  noteBegun(count: number): void {
    let left = count;
    let sent = this.#passed();
    for (const { conversation, behind } of this.#wholeConversations()) {
      if (left === 0) break;
      left -= 1;
      sent = behind + conversation.turns.length;
    }
    this.#sent = sent;
  }

  /** Conversations whose turns are sent each by itself: the first may be begun already. */
  *fromRequest(): Generator<PlacedConversation> {
    const { survey, isReused } = this.#dataset;
    let passed = this.#passed();
    for (let left = isReused ? Infinity : survey.requests; left > 0;) {
      for (const conversation of this.#dataset.conversations()) {
        const { length } = conversation.turns;
        const firstPlace = Math.min(passed, length);
        passed -= firstPlace;
        if (firstPlace === length) continue;
        yield { conversation, firstPlace };
        left -= length - firstPlace;
        if (left <= 0) return;
      }
    }
  }

  /** Whole conversations: one whose turns were sent in part comes last. */
  *fromConversation(): Generator<Conversation> {
    for (const { conversation } of this.#wholeConversations()) yield conversation;
  }

  /** Whole conversations, each with the number of requests before it, around the file. */
  *#wholeConversations(): Generator<{
    readonly conversation: Conversation;
    readonly behind: number;
  }> {
    const passed = this.#passed();
    let behind = 0;
    for (let left = this.mostConversations; left > 0;) {
      for (const conversation of this.#dataset.conversations()) {
        if (behind >= passed) {
          yield { conversation, behind };
          left -= 1;
          if (left <= 0) return;
        }
        behind += conversation.turns.length;
      }
    }
  }

  #passed(): number {
    return this.#sent % this.#dataset.survey.requests;
  }
}
