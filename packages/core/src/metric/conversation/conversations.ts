import type { RequestRow } from '../../stream/rows/request-row.ts';
import { isAttempted } from '../measure/service-requests.ts';

/** Reason of metrics of conversations. */
export const NO_CONVERSATION = 'the stage held no conversations';

/** The measured turns of each conversation. Turns that are sent each by itself belong to none. */
export function conversationsOf(rows: readonly RequestRow[]): RequestRow[][] {
  const byContext = new Map<string, RequestRow[]>();
  for (const row of rows) {
    const { context, turn } = row;
    if (context === '' || Number.isNaN(turn) || !isAttempted(row)) continue;
    const turns = byContext.get(context);
    if (turns === undefined) byContext.set(context, [row]);
    else turns.push(row);
  }
  return [...byContext.values()];
}

/** Whether every turn of a conversation was successful. */
export function isWhole(turns: readonly RequestRow[]): boolean {
  return turns.every(({ outcome }) => outcome === 'ok');
}
