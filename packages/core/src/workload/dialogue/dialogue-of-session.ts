import type { Session } from '../sessions.ts';
import type { Dialogue } from './dialogue.ts';

/** A made conversation: each turn follows the one before, with the answers of this run. */
export function dialogueOfSession({ label: context, turns }: Session): Dialogue {
  return {
    context,
    history: 'live',
    turns: turns.map(({ text, inputTokens, outputTokens, thinkMs }, place) => ({
      make: () => ({
        content: { messages: [{ role: 'user', content: text }] },
        inputTokens,
      }),
      outputTokens,
      thinkMs,
      after: place === 0 ? [] : [place - 1],
    })),
  };
}
