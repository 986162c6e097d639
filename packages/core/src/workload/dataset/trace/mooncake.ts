import { checkBlocks, readBlockIds } from './block-ids.ts';
import { defineTrace } from './define-trace.ts';
import { hasFields } from './has-fields.ts';
import type { RowFields } from './row-fields.ts';
import type { TraceRow } from './trace-row.ts';

const NS_PER_MS = 1e6;

/** Tokens that a hash id stands for. */
const BLOCK_TOKENS = 512;

/**
 * The Mooncake traces: milliseconds, and an id for each block of 512 tokens and all before it. Of AIPerf's dialect it takes
 * `text_input`, and `session_id` and `delay` where requests follow each other by session.
 */
export const mooncake = defineTrace({
  name: 'mooncake',
  title: 'a Mooncake trace',
  typeName: 'mooncake_trace',
  timeField: () => 'timestamp',
  recognizes: (head) =>
    !hasFields(head, ['chat_id']) &&
    (hasFields(head, ['timestamp', 'input_length', 'output_length']) ||
      hasFields(head, ['timestamp', 'text_input'])),
  rows: ({ blockTokens = BLOCK_TOKENS, timeUnitSeconds, bySession }) => {
    const nsPerUnit = timeUnitSeconds === undefined ? NS_PER_MS : timeUnitSeconds * 1e9;
    return {
      nsPerUnit,
      read: (row) => ({
        // A later turn of a session may have a delay instead of a time.
        ...(bySession === true && row.has('delay') && !row.has('timestamp')
          ? { delayNs: row.number('delay') * NS_PER_MS }
          : { at: row.time('timestamp', nsPerUnit) }),
        session: row.id('session_id'),
        ...(row.has('text_input') ? readText(row) : readLengths(row, blockTokens)),
      }),
    };
  },
});

function readLengths(row: RowFields, blockTokens: number): TraceRow {
  for (const name of ['messages', 'payload']) {
    if (row.has(name) && !row.has('input_length')) {
      row.refuse(name, 'absent: a row needs input_length or text_input');
    }
  }
  const inputTokens = row.tokens('input_length', 1);
  const outputTokens = row.tokens('output_length', 0);
  const blocks = readBlockIds(row, 'hash_ids');
  checkBlocks(row, blocks, inputTokens, blockTokens);
  return { inputTokens, outputTokens, blocks, blockTokens };
}

function readText(row: RowFields): TraceRow {
  const text = row.fields['text_input'];
  if (typeof text !== 'string') row.refuse('text_input', 'a text');
  return {
    inputTokens: Number.NaN,
    outputTokens: row.has('output_length') ? row.tokens('output_length', 0) : undefined,
    content: { messages: [{ role: 'user', content: typeof text === 'string' ? text : '' }] },
  };
}
