import { checkBlocks, readBlockIds } from './block-ids.ts';
import { defineTrace } from './define-trace.ts';

const NS_PER_S = 1e9;

/** Tokens that an id stands for, in vLLM. */
const BLOCK_TOKENS = 16;

/** vLLM's timed trace: names of fields, unit of time and block size are options. It has no keys of its own to be recognized by. */
export const timedTrace = defineTrace({
  name: 'timed-trace',
  title: 'a timed trace, with fields named by options',
  typeName: 'timed_trace',
  timeField: ({ fields }) => fields?.time ?? 'timestamp',
  recognizes: () => false,
  rows: ({ fields = {}, timeUnitSeconds = 1, blockTokens = BLOCK_TOKENS }) => {
    const nsPerUnit = timeUnitSeconds * NS_PER_S;
    return {
      nsPerUnit,
      read: (row) => {
        const inputTokens = row.tokens(fields.inputTokens ?? 'input_length', 1);
        const blocks = readBlockIds(row, fields.blocks ?? 'hash_ids');
        checkBlocks(row, blocks, inputTokens, blockTokens);
        return {
          at: row.time(fields.time ?? 'timestamp', nsPerUnit),
          inputTokens,
          outputTokens: row.tokens(fields.outputTokens ?? 'output_length', 0),
          blocks,
          blockTokens,
        };
      },
    };
  },
});
