import { textOfContent, type ChatMessage } from '../../spec/content/chat-message.ts';
import { estimateTokens } from '../text/estimate-tokens.ts';
import type { Dialogue, DialogueRequest, DialogueTurn } from './dialogue.ts';
import { liveToolResults } from './live-tool-results.ts';

/** A turn of this run that has ended. */
export interface EndedTurn {
  /** What it added to the conversation, as it was sent. */
  readonly messages: readonly ChatMessage[];
  readonly answer: ChatMessage;
}

/** A request of a turn, or why the conversation ends before it. */
export type TurnRequest = { readonly request: DialogueRequest } | { readonly mismatch: string };

/**
 * Makes the request of a turn: the turns that it follows with their answers, then its own messages.
 * @param ended turns of this run, by place; an answer that a conversation with recorded history lacks is taken from them
 */
export function turnRequest(
  dialogue: Dialogue,
  place: number,
  ended: ReadonlyMap<number, EndedTurn>,
): TurnRequest {
  const { turns, history } = dialogue;
  const turn = turns[place];
  if (turn === undefined) return { mismatch: 'it has no such turn' };
  const made = turn.make();
  const { content, inputTokens } = made;
  const { make: _make, after: _after, answer: _answer, ...sent } = turn;
  const ownCount = content.messages.length;
  const own = Number.isNaN(inputTokens) ? estimated(content.messages) : inputTokens;
  if (history === 'none' || turn.after.length === 0) {
    return { request: { ...sent, ...made, place, ownCount, mostInputTokens: own } };
  }
  const isLive = history === 'live';
  const messages = isLive
    ? withLiveResults(turns, turn, content.messages, ended)
    : content.messages;
  if ('mismatch' in messages) return messages;
  const before = turnsBefore(dialogue, place, ended);
  const tools = content.tools ?? before.tools;
  return {
    request: {
      ...sent,
      place,
      ownCount,
      content: {
        ...content,
        ...(tools === undefined ? {} : { tools }),
        messages: [...before.messages, ...messages],
      },
      // The answers before it have lengths of their own.
      inputTokens: Number.NaN,
      mostInputTokens: own + before.mostTokens,
    },
  };
}

/** The turns that a turn follows, with their answers. */
function turnsBefore(
  { turns, history }: Dialogue,
  place: number,
  ended: ReadonlyMap<number, EndedTurn>,
): {
  readonly messages: ChatMessage[];
  readonly mostTokens: number;
  readonly tools?: DialogueRequest['content']['tools'];
} {
  const messages: ChatMessage[] = [];
  let mostTokens = 0;
  let tools: DialogueRequest['content']['tools'];
  for (const earlier of ancestors(turns, place)) {
    const { content, inputTokens } = earlier.turn.make();
    const past = ended.get(earlier.place);
    const said = past?.messages ?? content.messages;
    messages.push(...said);
    mostTokens += Number.isNaN(inputTokens) ? estimated(said) : inputTokens;
    tools ??= content.tools;
    const recorded = history === 'live' ? undefined : earlier.turn.answer;
    const answer = recorded ?? past?.answer;
    if (answer !== undefined) messages.push(answer);
    mostTokens += recorded === undefined ? earlier.turn.outputTokens : estimated([recorded]);
  }
  return tools === undefined ? { messages, mostTokens } : { messages, mostTokens, tools };
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

/** The messages of a turn, whose tool results answer the calls of the turn before it. */
function withLiveResults(
  turns: readonly DialogueTurn[],
  { after }: DialogueTurn,
  own: readonly ChatMessage[],
  ended: ReadonlyMap<number, EndedTurn>,
): readonly ChatMessage[] | { readonly mismatch: string } {
  const [before] = after;
  // A turn that joins branches answers the calls of none of them.
  if (before === undefined || after.length > 1) return own;
  const live = ended.get(before)?.answer;
  if (live === undefined) return own;
  const results = liveToolResults(own, turns[before]?.answer, live);
  return 'mismatch' in results ? results : results.messages;
}

function estimated(messages: readonly ChatMessage[]): number {
  return messages.reduce((sum, { content }) => sum + estimateTokens(textOfContent(content)), 0);
}
