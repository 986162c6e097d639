import type { ChatMessage } from '../../../../../spec/content/chat-message.ts';
import type { Turn } from '../../../dataset.ts';
import type { Row } from '../../rows/read-rows.ts';
import { RowError } from '../../rows/row-error.ts';
import type { AiperfTurn } from './aiperf-turn.ts';

const NS_PER_MS = 1e6;

/** Time of the first row that has one, which is 0 of the arrivals. */
export interface Clock {
  firstMs?: number;
}

/**
 * Makes the requests of turns: one for each turn of the user.
 * A system turn goes with the next request, and a turn of the assistant is the recorded answer to the one before.
 */
export function requestsOf(turns: readonly AiperfTurn[], row: Row, clock: Clock): Turn[] {
  const requests: Turn[] = [];
  let before: ChatMessage[] = [];
  for (const turn of turns) {
    const message: ChatMessage = { role: turn.role, content: turn.content };
    const last = requests.at(-1);
    if (turn.role === 'user') {
      requests.push(requestOf(turn, [...before, message], row.line, clock));
      before = [];
    } else if (
      turn.role === 'assistant' &&
      last !== undefined &&
      before.length === 0 &&
      last.answer === undefined
    ) {
      requests[requests.length - 1] = { ...last, answer: message };
    } else before.push(message);
  }
  if (requests.length === 0) throw new RowError('no turn of the user');
  if (before.length > 0) row.warn('turns after the last of the user are left out');
  return requests;
}

function requestOf(
  { timeMs, delayMs, output, fields }: AiperfTurn,
  messages: readonly ChatMessage[],
  line: number,
  clock: Clock,
): Turn {
  if (timeMs !== undefined) clock.firstMs ??= timeMs;
  const atMs = timeMs === undefined ? undefined : timeMs - (clock.firstMs ?? timeMs);
  return {
    line,
    input: {
      kind: 'content',
      content: { messages, ...(fields === undefined ? {} : { fields }) },
    },
    ...(output === undefined ? {} : { output }),
    ...(atMs === undefined ? {} : { atNs: Math.round(atMs * NS_PER_MS) }),
    ...(delayMs === undefined ? {} : { delayNs: Math.round(delayMs * NS_PER_MS) }),
  };
}
