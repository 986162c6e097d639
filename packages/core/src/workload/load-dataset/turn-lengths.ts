import { textOfContent } from '../../spec/content/chat-message.ts';
import type { Conversation, Turn } from '../dataset/dataset.ts';
import { estimateTokens } from '../text/estimate-tokens.ts';
import type { Lengths } from './request-lengths.ts';

/**
 * Tokens of each turn, with the turns before as far as it sends them. Those of content are estimated, and a turn counts all
 * turns before it: branches are not followed.
 */
export function lengthsOfTurns({ turns, history }: Conversation): Lengths[] {
  let before = 0;
  return turns.map((turn) => {
    const outputTokens = turn.output?.tokens ?? Number.NaN;
    const inputTokens = before + ownTokens(turn);
    if (history !== 'none') {
      const answered =
        turn.answer === undefined
          ? outputTokens || 0
          : estimateTokens(textOfContent(turn.answer.content));
      before = inputTokens + answered;
    }
    return { inputTokens, outputTokens };
  });
}

/** Tokens of a request, without an output that the data set does not set. */
export function sumOfLengths({ inputTokens, outputTokens }: Lengths): number {
  return inputTokens + (outputTokens || 0);
}

function ownTokens({ input }: Turn): number {
  if (input.kind === 'lengths') return input.inputTokens;
  const { messages, items = [] } = input.content;
  const said = messages.reduce(
    (sum, { content }) => sum + estimateTokens(textOfContent(content)),
    0,
  );
  return items.reduce(
    (sum, item) => sum + (typeof item === 'string' ? estimateTokens(item) : item.length),
    said,
  );
}
