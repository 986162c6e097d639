import type { Conversation } from '../dataset/dataset.ts';
import { makeSession, turnsOf, type SessionSpec } from '../sessions.ts';
import type { TextMaker } from '../text/text-maker.ts';
import { dialogueOfSession } from './dialogue-of-session.ts';
import type { DialogueMaker } from './dialogue-maker.ts';
import type { Dialogue } from './dialogue.ts';

/** The conversations of a stage, in order. */
export interface DialogueSource {
  /** Makes them, each when it is taken. */
  readonly dialogues: () => Iterable<Dialogue>;
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
    *dialogues() {
      for (let place = 0; ; place += 1) {
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
    *dialogues() {
      for (const conversation of conversations()) yield maker.make(conversation);
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

/** Conversations with a number of turns in total, the last of them cut. @param warmup conversations before them, whole */
export function* cutDialogues(
  dialogues: Iterable<Dialogue>,
  warmup: number,
  requests: number,
): Generator<Dialogue> {
  let left = requests;
  let count = 0;
  for (const dialogue of dialogues) {
    count += 1;
    if (count <= warmup) {
      yield dialogue;
      continue;
    }
    const turns = dialogue.turns.slice(0, left);
    left -= turns.length;
    yield { ...dialogue, turns };
    if (left <= 0) return;
  }
}
