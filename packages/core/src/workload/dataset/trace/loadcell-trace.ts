import { defineTrace } from './define-trace.ts';
import { hasFields } from './has-fields.ts';

const NS_PER_MS = 1e6;

/** Loadcell's own trace, as JSON lines or CSV. */
export const loadcellTrace = defineTrace({
  name: 'loadcell-trace',
  title: 'a trace with atMs, inputTokens and outputTokens',
  timeField: () => 'atMs',
  recognizes: (head) => hasFields(head, ['atMs', 'inputTokens', 'outputTokens']),
  rows: () => ({
    nsPerUnit: NS_PER_MS,
    read: (row) => ({
      at: row.time('atMs', NS_PER_MS),
      inputTokens: row.tokens('inputTokens', 1),
      outputTokens: row.tokens('outputTokens', 0),
    }),
  }),
});
