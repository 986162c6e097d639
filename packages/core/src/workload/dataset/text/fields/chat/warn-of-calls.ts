import type { Row } from '../../rows/read-rows.ts';
import type { RecordedMessage } from './chat-messages.ts';
import { quote } from '../json-fields.ts';

/** Warns of calls without a result and of results without a call, which some templates refuse. */
export function warnOfCalls(messages: readonly RecordedMessage[], row: Row): void {
  let open = new Set<string>();
  for (const [index, { message }] of messages.entries()) {
    const id = message.toolCallId;
    if (id !== undefined) {
      if (!open.delete(id)) row.warn(`messages[${index}]: no call has the id ${quote(id)}`);
      continue;
    }
    warnOfOpen(open, index, row);
    open = new Set(message.toolCalls?.map((call) => call.id));
  }
}

function warnOfOpen(open: ReadonlySet<string>, index: number, row: Row): void {
  if (open.size === 0) return;
  const ids = [...open].map(quote).join(', ');
  row.warn(`messages[${index}]: no result before it for the call ${ids}`);
}
