import { checkBlocks, readBlockIds } from './block-ids.ts';
import { defineTrace } from './define-trace.ts';
import { hasFields } from './has-fields.ts';

const NS_PER_MS = 1e6;

/** Tokens that a hash id stands for. */
const BLOCK_TOKENS = 512;

/** The Mooncake traces: milliseconds, and an id for each block of 512 tokens and all before it. */
export const mooncake = defineTrace({
  name: 'mooncake',
  title: 'a Mooncake trace',
  typeName: 'mooncake_trace',
  recognizes: (head) =>
    hasFields(head, ['timestamp', 'input_length', 'output_length']) &&
    !hasFields(head, ['chat_id']),
  rows: ({ blockTokens = BLOCK_TOKENS, timeUnitSeconds }) => {
    const nsPerUnit = timeUnitSeconds === undefined ? NS_PER_MS : timeUnitSeconds * 1e9;
    return {
      nsPerUnit,
      read: (row, { text }) => {
        const at = row.time('timestamp', nsPerUnit);
        const inputTokens = row.tokens('input_length', 1);
        const outputTokens = row.tokens('output_length', 0);
        const blocks = readBlockIds(row, 'hash_ids', text);
        checkBlocks(row, blocks, inputTokens, blockTokens);
        return { at, inputTokens, outputTokens, blockTokens, ...(blocks && { blocks }) };
      },
    };
  },
});
