import type { Conversation } from '../dataset/dataset.ts';
import type { Dialogue } from '../dialogue/dialogue.ts';
import { DialogueMaker, type DialogueOptions } from '../dialogue/dialogue-maker.ts';
import { turnPrompt } from '../dialogue/turn-prompt.ts';
import type { LoadTrace } from '../load-dataset/load-trace.ts';
import type { Prompt } from '../prompt.ts';
import { holds, WHOLE } from '../slice/slice.ts';

/** The requests of a trace in the order of their times, each turn by itself; only those whose place a slice has. */
export function* tracePrompts(
  { turns }: LoadTrace,
  options: DialogueOptions,
  slice = WHOLE,
): Generator<Prompt> {
  const maker = new DialogueMaker(options);
  const dialogues = new WeakMap<Conversation, Dialogue>();
  let number = 0;
  for (const { conversation, place } of turns()) {
    const dialogue = dialogues.get(conversation) ?? maker.makeRecorded(conversation);
    if (conversation.turns.length > 1) dialogues.set(conversation, dialogue);
    if (holds(slice, number)) yield turnPrompt(dialogue, place);
    number += 1;
  }
}
