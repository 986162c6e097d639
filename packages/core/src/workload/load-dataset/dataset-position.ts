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

  /** Requests of one stage at most. */
  get mostRequests(): number {
    const { isReused, survey } = this.#dataset;
    return isReused ? Infinity : survey.requests;
  }

  /** Conversations of one stage at most. */
  get mostConversations(): number {
    const { isReused, survey } = this.#dataset;
    return isReused ? Infinity : survey.conversations;
  }

  /** A stage sent `count` requests, or conversations of so many. */
  noteSent(count: number): void {
    this.#sent += count;
  }

  /** Conversations whose turns are sent each by itself: the first may be begun already. */
  *fromRequest(): Generator<PlacedConversation> {
    const { requests } = this.#dataset.survey;
    let passed = this.#sent % requests;
    for (let left = this.mostRequests; left > 0;) {
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
    const { requests } = this.#dataset.survey;
    let passed = this.#sent % requests;
    for (let left = this.mostConversations; left > 0;) {
      for (const conversation of this.#dataset.conversations()) {
        if (passed > 0) {
          passed -= conversation.turns.length;
          continue;
        }
        yield conversation;
        left -= 1;
        if (left <= 0) return;
      }
    }
  }
}
