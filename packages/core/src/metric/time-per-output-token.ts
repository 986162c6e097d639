import type { MetricDefinition } from './metric.ts';
import { noteOf, readingOf } from './reading.ts';
import { answeredRequests, elapsedMs, noServiceReason, numbersOf } from './service-requests.ts';
import { tokenSourceRemark } from './token-source.ts';

/** Pace of generation within a request. */
export const timePerOutputToken: MetricDefinition = {
  name: 'timePerOutputToken',
  aliases: [],
  unit: 'ms',
  better: 'lower',
  defaultAggregate: 'p95',
  description: 'Time per token after the first, by request.',
  formula:
    '(lastToken - firstToken) / (outputTokens - 1); absent under two tokens or content events',
  read: (phase) => {
    const answered = answeredRequests(phase);
    // Tokens that came in one event have no time between them.
    const several = answered.filter((row) => row.outputTokens >= 2 && row.chunkNs.length >= 2);
    return readingOf(
      numbersOf(
        several,
        (row) => elapsedMs(row, 'firstTokenNs', 'lastTokenNs') / (row.outputTokens - 1),
      ),
      answered.length === 0
        ? noServiceReason(phase)
        : 'no answered request is known to have two output tokens that came one after the other',
      noteOf(tokenSourceRemark(several)),
    );
  },
};
