import { textOfContent, type ChatMessage } from '../../spec/content/chat-message.ts';
import { estimateTokens } from '../text/estimate-tokens.ts';
import type { Dialogue, DialogueRequest, DialogueTurn } from './dialogue.ts';
import { liveToolResults } from './live-tool-results.ts';

/** A request of a turn, or why the conversation ends before it. */
export type TurnRequest = { readonly request: DialogueRequest } | { readonly mismatch: string };

/**
 * Makes the request of a turn: the turns that it follows with their answers, then its own messages.
 * @param answers of this run, by place; a recorded answer that a conversation with recorded history lacks is taken from them
 */
export function turnRequest(
  dialogue: Dialogue,
  place: number,
  answers: ReadonlyMap<number, ChatMessage>,
): TurnRequest {
  const { turns, history } = dialogue;
  const turn = turns[place];
  if (turn === undefined) return { mismatch: 'it has no such turn' };
  const made = turn.make();
  const { content, inputTokens } = made;
  const { make: _make, after: _after, answer: _answer, ...sent } = turn;
  const own = Number.isNaN(inputTokens) ? estimated(content.messages) : inputTokens;
  if (history === 'none' || turn.after.length === 0) {
    return { request: { ...sent, ...made, place, mostInputTokens: own } };
  }
  const isLive = history === 'live';
  const before: ChatMessage[] = [];
  let { tools } = content;
  let mostInputTokens = own;
  for (const earlier of ancestors(turns, place)) {
    const { content: said, inputTokens: tokens } = earlier.turn.make();
    const resulting = isLive
      ? withLiveResults(turns, earlier.turn, said.messages, answers)
      : said.messages;
    if ('mismatch' in resulting) return resulting;
    before.push(...resulting);
    tools ??= said.tools;
    mostInputTokens += Number.isNaN(tokens) ? estimated(said.messages) : tokens;
    const answer = answerOf(earlier, isLive, answers);
    if (answer !== undefined) before.push(answer);
    mostInputTokens +=
      isLive || answer === undefined ? earlier.turn.outputTokens : estimated([answer]);
  }
  const resulting = isLive
    ? withLiveResults(turns, turn, content.messages, answers)
    : content.messages;
  if ('mismatch' in resulting) return resulting;
  return {
    request: {
      ...sent,
      place,
      content: {
        ...content,
        ...(tools === undefined ? {} : { tools }),
        messages: [...before, ...resulting],
      },
      // The answers before it have lengths of their own.
      inputTokens: Number.NaN,
      mostInputTokens,
    },
  };
}

interface Placed {
  readonly place: number;
  readonly turn: DialogueTurn;
}

/** The turns that a turn follows, directly or not, in the order of the conversation. */
function ancestors(turns: readonly DialogueTurn[], place: number): Placed[] {
  const found = new Set<number>();
  const waiting = [...(turns[place]?.after ?? [])];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    waiting.push(...(turns[next]?.after ?? []));
  }
  return [...found]
    .toSorted((one, other) => one - other)
    .flatMap((at) => {
      const turn = turns[at];
      return turn === undefined ? [] : [{ place: at, turn }];
    });
}

function answerOf(
  { place, turn }: Placed,
  isLive: boolean,
  answers: ReadonlyMap<number, ChatMessage>,
): ChatMessage | undefined {
  return isLive ? answers.get(place) : (turn.answer ?? answers.get(place));
}

/** The messages of a turn, whose tool results answer the calls of the turn before it. */
function withLiveResults(
  turns: readonly DialogueTurn[],
  { after }: DialogueTurn,
  own: readonly ChatMessage[],
  answers: ReadonlyMap<number, ChatMessage>,
): readonly ChatMessage[] | { readonly mismatch: string } {
  const [before] = after;
  // A turn that joins branches answers the calls of none of them.
  if (before === undefined || after.length > 1) return own;
  const live = answers.get(before);
  if (live === undefined) return own;
  const results = liveToolResults(own, turns[before]?.answer, live);
  return 'mismatch' in results ? results : results.messages;
}

function estimated(messages: readonly ChatMessage[]): number {
  return messages.reduce((sum, { content }) => sum + estimateTokens(textOfContent(content)), 0);
}
