import type { ReadOptions } from '../dataset.ts';
import { checkBlocks, readBlockIds } from './block-ids.ts';
import { defineTrace } from './define-trace.ts';
import { hasFields } from './has-fields.ts';
import type { RowFields } from './row-fields.ts';
import type { TraceRow } from './trace-row.ts';

const NS_PER_S = 1e9;

/** Tokens that a hash id stands for. */
const BLOCK_TOKENS = 16;

/** A `parent_chat_id` of the first request of a chat. */
const NO_PARENT = '-1';

/** The Bailian traces: seconds, blocks of 16 tokens, and follow-ups that name the request that they follow. */
export const bailian = defineTrace({
  name: 'bailian',
  title: 'a Bailian trace',
  typeName: 'bailian_trace',
  timeField: () => 'timestamp',
  recognizes: (head) =>
    hasFields(head, ['chat_id', 'parent_chat_id', 'timestamp', 'input_length', 'output_length']),
  rows: ({ blockTokens = BLOCK_TOKENS, bySession }: ReadOptions) => {
    const chats = bySession === true ? new Map<string, string>() : undefined;
    return {
      nsPerUnit: NS_PER_S,
      read: (row) => {
        const inputTokens = row.tokens('input_length', 1);
        const blocks = readBlockIds(row, 'hash_ids');
        checkBlocks(row, blocks, inputTokens, blockTokens, false);
        return {
          at: row.time('timestamp', NS_PER_S),
          inputTokens,
          outputTokens: row.tokens('output_length', 0),
          blocks,
          blockTokens,
          ...readChat(row, chats),
        };
      },
    };
  },
});

/** Which chat a request belongs to. A follow-up is part of the chat of its parent, if that stands before it. */
function readChat(
  row: RowFields,
  chats: Map<string, string> | undefined,
): Pick<TraceRow, 'label' | 'session' | 'id' | 'parent'> {
  const id = row.id('chat_id');
  if (id === undefined) row.refuse('chat_id', 'a number or a text');
  if (chats === undefined || id === undefined || row.fault !== undefined) return { label: id };
  const parent = row.id('parent_chat_id') ?? NO_PARENT;
  const session = chats.get(parent);
  chats.set(id, session ?? id);
  return session === undefined
    ? { label: id, session: id, id }
    : { label: id, session, id, parent };
}
