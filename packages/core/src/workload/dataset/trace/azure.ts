import { defineTrace } from './define-trace.ts';
import { hasFields } from './has-fields.ts';
import { readTimestamp } from './read-timestamp.ts';

/** The Azure traces of 2023, 2024 and 2025 (with a number of pictures): dates, and lengths. */
export const azure = defineTrace({
  name: 'azure',
  title: 'an Azure LLM inference trace',
  timeField: () => 'TIMESTAMP',
  isTimeText: true,
  recognizes: (head) => hasFields(head, ['TIMESTAMP', 'ContextTokens', 'GeneratedTokens']),
  rows: () => ({
    nsPerUnit: 1e9,
    read: (row) => ({
      at: readTimestamp(row, 'TIMESTAMP'),
      inputTokens: row.tokens('ContextTokens', 1),
      outputTokens: row.tokens('GeneratedTokens', 0),
      pictures: row.has('NumImages') ? row.tokens('NumImages', 0) : undefined,
    }),
  }),
});
