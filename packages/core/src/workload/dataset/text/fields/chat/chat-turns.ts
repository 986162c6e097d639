import type { RequestTools } from '../../../../../spec/content/chat-message.ts';
import type { Turn } from '../../../dataset.ts';
import type { Row } from '../../rows/read-rows.ts';
import { RowError } from '../../rows/row-error.ts';
import type { RecordedMessage } from './chat-messages.ts';
import { joinContents } from '../join-contents.ts';
import { lengthOfAnswer } from '../output-length.ts';

/** The last assistant message is the recorded answer; everything before it is one request. */
export function lastAnswerTurn(
  recorded: readonly RecordedMessage[],
  tools: RequestTools | undefined,
  row: Row,
): Turn[] {
  const messages = joinAnswers(recorded, row);
  const last = messages.at(-1);
  const answer = last?.message.role === 'assistant' ? last : undefined;
  const sent = answer === undefined ? messages : messages.slice(0, -1);
  if (!sent.some(isPrompt)) throw new RowError('no prompt', 'filtered');
  if (answer === undefined) row.warn('no recorded answer at the end');
  return [requestOf(row.line, sent, tools, answer)];
}

/** Each assistant message is the recorded answer of a request; what follows the last one is a request without one. */
export function everyAnswerTurns(
  recorded: readonly RecordedMessage[],
  tools: RequestTools | undefined,
  row: Row,
): Turn[] {
  const turns: Turn[] = [];
  let pending: RecordedMessage[] = [];
  for (const message of joinAnswers(recorded, row)) {
    if (message.message.role === 'assistant' && pending.some(isPrompt)) {
      turns.push(requestOf(row.line, pending, tools, message));
      pending = [];
    } else pending.push(message);
  }
  if (pending.some(isPrompt)) turns.push(requestOf(row.line, pending, tools, undefined));
  else if (turns.length === 0) throw new RowError('no prompt', 'filtered');
  else if (pending.length > 0) row.warn('messages after the last answer are left out: no prompt');
  return turns;
}

function isPrompt({ message }: RecordedMessage): boolean {
  return message.role === 'user' || message.role === 'tool';
}

function requestOf(
  line: number,
  messages: readonly RecordedMessage[],
  tools: RequestTools | undefined,
  answer: RecordedMessage | undefined,
): Turn {
  const output = answer === undefined ? undefined : lengthOfAnswer(answer.written);
  const content = {
    messages: messages.map(({ message }) => message),
    ...(tools === undefined ? {} : { tools }),
  };
  return {
    line,
    input: { kind: 'content', content },
    ...(output === undefined ? {} : { output }),
    ...(answer === undefined ? {} : { answer: answer.message }),
  };
}

/** Assistant messages in a row as one: templates refuse two. */
function joinAnswers(recorded: readonly RecordedMessage[], row: Row): RecordedMessage[] {
  const joined: RecordedMessage[] = [];
  for (const next of recorded) {
    const last = joined.at(-1);
    if (last?.message.role === 'assistant' && next.message.role === 'assistant') {
      joined[joined.length - 1] = joinTwo(last, next);
    } else joined.push(next);
  }
  if (joined.length < recorded.length) row.warn('assistant messages in a row are sent as one');
  return joined;
}

function joinTwo(one: RecordedMessage, two: RecordedMessage): RecordedMessage {
  const toolCalls = [...(one.message.toolCalls ?? []), ...(two.message.toolCalls ?? [])];
  const content = joinContents(one.message.content, two.message.content);
  return {
    message: { role: 'assistant', content, ...(toolCalls.length === 0 ? {} : { toolCalls }) },
    written: `${one.written}\n${two.written}`,
  };
}
