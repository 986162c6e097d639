import type { Conversation } from '../dataset/dataset.ts';
import type { Dialogue } from '../dialogue/dialogue.ts';
import { DialogueMaker, type DialogueOptions } from '../dialogue/dialogue-maker.ts';
import { turnPrompt } from '../dialogue/turn-prompt.ts';
import type { LoadTrace } from '../load-dataset/load-trace.ts';
import type { Prompt } from '../prompt.ts';

/** The requests of a trace in the order of their times, each turn by itself. */
export function* tracePrompts({ turns }: LoadTrace, options: DialogueOptions): Generator<Prompt> {
  const maker = new DialogueMaker(options);
  const dialogues = new WeakMap<Conversation, Dialogue>();
  for (const { conversation, place } of turns()) {
    const dialogue = dialogues.get(conversation) ?? maker.makeRecorded(conversation);
    if (conversation.turns.length > 1) dialogues.set(conversation, dialogue);
    yield turnPrompt(dialogue, place);
  }
}
