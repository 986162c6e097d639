import { ConfigError } from '../../spec/error/errors.ts';
import type { Conversation } from '../dataset/dataset.ts';
import { TimedHeap } from './timed-heap.ts';

/** A turn of a trace at its time. */
export interface TimedTurn {
  readonly conversation: Conversation;
  /** Of the turn in its conversation, from 0. */
  readonly place: number;
  /** Arrival after the first turn of the trace, nanoseconds. */
  readonly atNs: number;
}

/**
 * The turns of conversations in the order of their times. A turn without a time of its own arrives with the turn before it,
 * after its delay: when the response ends is not known before.
 * @param conversations in the order of their first turns
 * @param path of the file, for errors
 * @throws {ConfigError} when a conversation has no time
 */
export function* turnsInTime(
  conversations: Iterable<Conversation>,
  path: string,
): Generator<TimedTurn> {
  const waiting = new TimedHeap<Omit<TimedTurn, 'atNs'>>();
  let firstNs = Number.NaN;
  for (const conversation of conversations) {
    const times = timesOf(conversation, path);
    const beginsNs = times[0] ?? Number.NaN;
    if (Number.isNaN(firstNs)) firstNs = beginsNs;
    for (const { atNs, value } of waiting.takeUntil(beginsNs)) {
      yield { ...value, atNs: atNs - firstNs };
    }
    for (const [place, atNs] of times.entries()) waiting.push(atNs, { conversation, place });
  }
  for (const { atNs, value } of waiting.takeUntil(Infinity)) {
    yield { ...value, atNs: atNs - firstNs };
  }
}

function timesOf({ turns }: Conversation, path: string): number[] {
  let beforeNs = Number.NaN;
  return turns.map(({ atNs, delayNs = 0, line }) => {
    beforeNs = atNs ?? beforeNs + delayNs;
    if (!Number.isNaN(beforeNs)) return beforeNs;
    throw new ConfigError(`"${path}" has no times: line ${line} has none`, {
      help: 'pass it with --dataset and a rate, or name the field of the time (fields.time)',
    });
  });
}
