import type { Prompt } from '../prompt.ts';
import type { Dialogue } from './dialogue.ts';
import { turnRequest } from './turn-request.ts';

const NOTHING_ENDED = new Map<number, never>();

/** A turn as a request by itself, with the turns before it as they were recorded. */
export function turnPrompt(dialogue: Dialogue, place: number): Prompt {
  const made = turnRequest(dialogue, place, NOTHING_ENDED);
  if ('mismatch' in made) throw new Error(`Turn ${place + 1} cannot be made: ${made.mismatch}.`);
  const { content, inputTokens, sharedTokens, outputTokens, isLengthDemanded, model, label } =
    made.request;
  return {
    ...content,
    inputTokens,
    outputTokens,
    ...(sharedTokens === undefined ? {} : { sharedTokens }),
    ...(isLengthDemanded === undefined ? {} : { isLengthDemanded }),
    ...(model === undefined ? {} : { model }),
    ...(label === undefined ? {} : { label }),
    ...(dialogue.turns.length === 1 ? {} : { turn: place + 1 }),
  };
}
