import { defineTrace } from './define-trace.ts';
import { hasFields } from './has-fields.ts';

const NS_PER_S = 1e9;

/** BurstGPT, of 6 or 8 columns: seconds, and 0 response tokens for a request that failed. */
export const burstgpt = defineTrace({
  name: 'burstgpt',
  title: 'a BurstGPT trace',
  timeField: () => 'Timestamp',
  recognizes: (head) => hasFields(head, ['Timestamp', 'Request tokens', 'Response tokens']),
  rows: () => ({
    nsPerUnit: NS_PER_S,
    read: (row) => ({
      at: row.time('Timestamp', NS_PER_S),
      elapsedNs: row.has('Elapsed time') ? row.number('Elapsed time') * NS_PER_S : undefined,
      inputTokens: row.tokens('Request tokens', 1),
      outputTokens: row.tokens('Response tokens', 0),
      session: row.id('Session ID'),
    }),
  }),
});
