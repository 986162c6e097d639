import type { Conversation } from '../dataset/dataset.ts';
import { makeSession, turnsOf, type SessionSpec } from '../sessions.ts';
import { holds, WHOLE, type Slice } from '../slice/slice.ts';
import type { TextMaker } from '../text/text-maker.ts';
import { dialogueOfSession } from './dialogue-of-session.ts';
import type { DialogueMaker } from './dialogue-maker.ts';
import type { Dialogue } from './dialogue.ts';

/** The conversations of a stage, in order. */
export interface DialogueSource {
  /** Makes those whose place a slice has, each when it is taken; all when absent. */
  readonly dialogues: (slice?: Slice) => Iterable<Dialogue>;
  /** The number of turns of each, without making them. */
  readonly turnCounts: () => Iterable<number>;
}

/** Made conversations, infinite. @param beginnings makes the first turn of each, as {@link makeSession} has it */
export function madeDialogues(
  spec: SessionSpec,
  { seed, stage }: { readonly seed: number; readonly stage: string },
  texts: TextMaker,
  beginnings = texts,
): DialogueSource {
  return {
    *dialogues({ index, count } = WHOLE) {
      for (let place = index; ; place += count) {
        yield dialogueOfSession(makeSession(spec, { seed, stage, place }, texts, beginnings));
      }
    },
    *turnCounts() {
      for (let place = 0; ; place += 1) yield turnsOf(spec, { seed, stage, place });
    },
  };
}

/** Conversations of a data set. @param conversations reads them again, from the first */
export function datasetDialogues(
  conversations: () => Iterable<Conversation>,
  maker: DialogueMaker,
): DialogueSource {
  return {
    *dialogues(slice = WHOLE) {
      let place = 0;
      for (const conversation of conversations()) {
        // Its lengths are drawn in order; its texts are made when it is sent.
        const dialogue = maker.make(conversation);
        if (holds(slice, place)) yield dialogue;
        place += 1;
      }
    },
    *turnCounts() {
      for (const { turns } of conversations()) yield turns.length;
    },
  };
}

/**
 * Counts the conversations that have a number of turns in total.
 * @param warmup conversations before them, which are not counted
 */
export function conversationsFor(
  { turnCounts }: DialogueSource,
  warmup: number,
  requests: number,
): { readonly conversations: number; readonly isEnough: boolean } {
  let left = requests;
  let passed = 0;
  for (const turns of turnCounts()) {
    if (passed >= warmup) left -= turns;
    passed += 1;
    if (left <= 0) break;
  }
  return { conversations: Math.max(0, passed - warmup), isEnough: left <= 0 };
}

/** Conversations that are sent: where they end, and which of them. */
export interface DialogueCut {
  /** Conversations before the counted ones, whole. */
  readonly warmup: number;
  /** Turns of the others in total; infinite where a time ends them. */
  readonly requests: number;
  /** Only those whose place it has are made; all when absent. */
  readonly slice?: Slice;
}

/** Conversations with a number of turns in total, the last of them cut. */
export function* cutDialogues(
  { dialogues, turnCounts }: DialogueSource,
  { warmup, requests, slice = WHOLE }: DialogueCut,
): Generator<Dialogue> {
  if (requests === Infinity) {
    yield* dialogues(slice);
    return;
  }
  const made = dialogues(slice)[Symbol.iterator]();
  let left = requests;
  let place = 0;
  for (const turns of turnCounts()) {
    const most = place < warmup ? turns : Math.min(turns, left);
    if (place >= warmup) left -= most;
    if (holds(slice, place)) {
      const { value, done } = made.next();
      if (done === true) return;
      yield most === turns ? value : { ...value, turns: value.turns.slice(0, most) };
    }
    place += 1;
    if (place > warmup && left <= 0) return;
  }
}
