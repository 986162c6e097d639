import type { DatasetEntry } from '../dataset.ts';

/** When the first turn of a conversation arrives, or the request of a row that failed; undefined without a time. */
export function timeOf(entry: DatasetEntry): number | undefined {
  if ('fault' in entry) return entry.fault.atNs;
  return 'conversation' in entry ? entry.conversation.turns[0]?.atNs : undefined;
}

/** An entry whose times are moved. */
export function shiftEntry(entry: DatasetEntry, byNs: number): DatasetEntry {
  if (!('conversation' in entry) || byNs === 0) return entry;
  const { conversation } = entry;
  return {
    conversation: {
      ...conversation,
      turns: conversation.turns.map((turn) =>
        turn.atNs === undefined ? turn : { ...turn, atNs: turn.atNs + byNs },
      ),
    },
  };
}
