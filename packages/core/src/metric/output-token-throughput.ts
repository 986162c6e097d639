import type { RequestRow } from '../stream/request-row.ts';
import type { MetricDefinition } from './metric.ts';
import { isAnswered } from './service-requests.ts';
import { readThroughput } from './throughput.ts';
import { tokenSourceRemark } from './token-source.ts';
import { isWithin, type PhaseWindow } from './windows.ts';

/** Tokens that the host gives per second. */
export const outputTokenThroughput: MetricDefinition = {
  name: 'outputTokenThroughput',
  aliases: [],
  unit: 'perSecond',
  better: 'higher',
  defaultAggregate: 'avg',
  description:
    'Output tokens of answered requests that arrived within the service windows, per second.',
  formula:
    'sum of outputTokens, spread evenly over the content events of their request, with a stamp in a window / window time',
  read: (phase) =>
    readThroughput(
      phase,
      tokensWithin,
      'the host did not tell the token counts of every request',
      tokenSourceRemark(phase.requests, isAnswered),
    ),
};

function tokensWithin(row: RequestRow, window: PhaseWindow): number {
  const { outputTokens, chunkNs, lastTokenNs } = row;
  if (outputTokens === 0) return 0;
  // A host that does not stream gives all its tokens at once.
  if (chunkNs.length === 0) return outputTokens * (isWithin(window, lastTokenNs) ? 1 : 0);
  let inside = 0;
  for (const atNs of chunkNs) if (isWithin(window, atNs)) inside += 1;
  return (outputTokens * inside) / chunkNs.length;
}
