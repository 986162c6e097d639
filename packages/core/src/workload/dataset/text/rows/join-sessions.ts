import type { Conversation, DatasetEntry, RowFault, Turn } from '../../dataset.ts';
import { quote } from '../fields/json-fields.ts';

/** Conversations that wait for more rows of their session: the bound of memory. */
const SESSION_WINDOW = 10_000;

/** A conversation that rows may still continue. */
interface OpenSession {
  readonly conversation: Conversation;
  readonly turns: Turn[];
}

/**
 * Joins conversations of one name, in the order of the file, each where its first row is.
 * The turns of a conversation follow their times, where all have one.
 * @param window conversations that are held until a row continues them
 */
export function* joinSessions(
  entries: Iterable<DatasetEntry>,
  window: number = SESSION_WINDOW,
): Generator<DatasetEntry> {
  const open = new Map<string | symbol, OpenSession>();
  const ended = new Set<string>();
  for (const entry of entries) {
    if (!('conversation' in entry)) {
      yield entry;
      continue;
    }
    const { conversation } = entry;
    const { label } = conversation;
    if (ended.has(label)) {
      yield { fault: lateRow(conversation, window) };
      continue;
    }
    const session = label === '' ? undefined : open.get(label);
    if (session === undefined) {
      open.set(label === '' ? Symbol('unnamed') : label, {
        conversation,
        turns: [...conversation.turns],
      });
    } else session.turns.push(...conversation.turns);
    const [oldest] = open.size > window ? open : [];
    if (oldest === undefined) continue;
    const [key, whole] = oldest;
    open.delete(key);
    if (typeof key === 'string') ended.add(key);
    yield* inOrder(whole);
  }
  for (const session of open.values()) yield* inOrder(session);
}

function lateRow({ label, turns }: Conversation, window: number): RowFault {
  return {
    line: turns[0]?.line ?? 0,
    kind: 'unreadable',
    reason: `session_id: ${quote(label)} began more than ${window} conversations earlier; sort the file by session`,
  };
}

function* inOrder({ conversation, turns }: OpenSession): Generator<DatasetEntry> {
  const isTimed = turns.every(({ atNs }) => atNs !== undefined);
  const sorted = isTimed ? turns.toSorted((one, two) => timeOf(one) - timeOf(two)) : turns;
  const moved = turns.find((turn, index) => turn !== sorted[index]);
  if (moved !== undefined) {
    const reason = 'the turns are out of order and are sent by their times';
    yield { warning: { line: moved.line, reason } };
  }
  yield { conversation: { ...conversation, turns: sorted } };
}

function timeOf({ atNs }: Turn): number {
  return atNs ?? 0;
}
