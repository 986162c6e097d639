import { textOfContent, type ChatMessage } from '../../../../../spec/content/chat-message.ts';
import type { Turn } from '../../../dataset.ts';
import type { Row } from '../../rows/read-rows.ts';
import { isBlank, joinContents } from '../join-contents.ts';
import { lengthOfAnswer } from '../output-length.ts';

/** A turn of a conversation. */
export interface SpokenTurn extends ChatMessage {
  readonly role: 'system' | 'user' | 'assistant';
}

/** The requests of a conversation. */
export interface AnsweredTurns {
  readonly turns: readonly Turn[];
  /** All of it, with its start, as the history of a part that follows; absent where a blank turn cut it. */
  readonly history?: readonly SpokenTurn[];
  /** The rule by which the rest of the conversation is not sent; absent where all of it is. */
  readonly rule?: string;
}

/**
 * Makes a request of each user turn that has a recorded answer.
 * Turns in a row by one speaker are one turn. A blank turn ends the conversation, since later turns rely on it.
 * @param start the conversation before this part; empty where the part is the whole
 */
export function answeredTurns(
  spoken: readonly SpokenTurn[],
  start: readonly SpokenTurn[],
  row: Row,
): AnsweredTurns {
  const end = spoken.findIndex(({ content }) => isBlank(content));
  const blank = spoken[end];
  const said = joinTurns([...start, ...(blank === undefined ? spoken : spoken.slice(0, end))]);
  const known = joinTurns(start).length;
  const turns: Turn[] = [];
  let messages: SpokenTurn[] = [];
  for (const [index, turn] of said.entries()) {
    const isAnswer = turn.role === 'assistant' && messages.at(-1)?.role === 'user';
    const isOfStart = index < known - 1 || (index === known - 1 && turn.role === 'assistant');
    if (isAnswer && !isOfStart) {
      turns.push(requestOf(row.line, messages, turn));
      messages = [];
    } else if (turn.role === 'assistant' && messages.length === 0) {
      row.warn('the leading turn of the model is left out: the part before it does not precede it');
    } else messages.push(turn);
  }
  const rule = ruleOf(blank, messages);
  return {
    turns,
    ...(blank === undefined ? { history: said } : {}),
    ...(rule === undefined ? {} : { rule }),
  };
}

/** Turns in a row by one speaker as one. */
function joinTurns(turns: readonly SpokenTurn[]): SpokenTurn[] {
  const joined: SpokenTurn[] = [];
  for (const turn of turns) {
    const last = joined.at(-1);
    if (last?.role !== turn.role) joined.push(turn);
    else joined[joined.length - 1] = { ...last, content: joinContents(last.content, turn.content) };
  }
  return joined;
}

function requestOf(line: number, messages: readonly SpokenTurn[], answer: SpokenTurn): Turn {
  const output = lengthOfAnswer(textOfContent(answer.content));
  return {
    line,
    input: { kind: 'content', content: { messages } },
    answer,
    ...(output === undefined ? {} : { output }),
  };
}

function ruleOf(
  blank: SpokenTurn | undefined,
  messages: readonly SpokenTurn[],
): string | undefined {
  if (blank?.role === 'assistant') return 'the recorded answer is blank';
  if (blank !== undefined) return 'the prompt is blank';
  const last = messages.at(-1);
  if (last === undefined) return undefined;
  return last.role === 'user' ? 'no recorded answer' : 'no prompt';
}
