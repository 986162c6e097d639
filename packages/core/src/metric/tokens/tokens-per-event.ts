import { average } from '../../stats/time-weighted.ts';
import { countReads } from '../../stream/rows/burst.ts';
import type { RequestRow } from '../../stream/rows/request-row.ts';
import type { MetricDefinition } from '../metric.ts';
import { noteOf, readingOf } from '../measure/reading.ts';
import { allEmptyReason, noServiceReason } from '../measure/reasons.ts';
import { isSuccessful, numbersOf } from '../measure/service-requests.ts';

/** Above this, one event or read is more than one token; rounding and the end token explain less. */
const NEARLY_ONE = 1.1;

function eventsPerRead(rows: readonly RequestRow[]): number {
  return average(
    numbersOf(rows, (row) =>
      isSuccessful(row) && row.chunkNs.length > 0
        ? row.chunkNs.length / countReads(row)
        : Number.NaN,
    ),
  );
}

function tokensOfEvents(row: RequestRow): number {
  const isCounted = isSuccessful(row) && row.tokenCountSource !== 'chunks';
  return isCounted && row.chunkNs.length > 0 ? row.outputTokens / row.chunkNs.length : Number.NaN;
}

/** Number of tokens that one event of a stream carries. */
export const tokensPerEvent: MetricDefinition = {
  name: 'tokensPerEvent',
  label: 'tokens per event',
  aliases: [],
  of: 'stage',
  unit: 'count',
  better: 'neither',
  defaultAggregate: 'avg',
  isShownWhen: ({ avg }) => avg > NEARLY_ONE,
  description: 'Output tokens that one content event of a stream carries, by request.',
  formula:
    'outputTokens / content events of successful streamed requests whose tokens the server or a tokenizer counted',
  read: (phase) => {
    const perRead = eventsPerRead(phase.requests);
    return readingOf(
      numbersOf(phase.requests, tokensOfEvents),
      phase.requests.some(isSuccessful) && allEmptyReason(phase) === undefined
        ? 'no streamed response reports its output tokens'
        : noServiceReason(phase),
      noteOf(
        perRead > NEARLY_ONE ? `${Number(perRead.toPrecision(3))} events per read` : undefined,
      ),
    );
  },
};

/**
 * Tokens that one inter-token latency covers, over all requests; `NaN` when unknown. It covers one token where
 * each token has its own event, and each event its own read.
 */
export function tokensPerGap(rows: readonly RequestRow[]): number {
  let tokens = 0;
  let gaps = 0;
  for (const row of rows) {
    const reads = countReads(row);
    if (!isSuccessful(row) || reads < 2 || Number.isNaN(row.outputTokens)) continue;
    const { chunkNs, outputTokens } = row;
    let eventsOfFirst = 0;
    while (chunkNs[eventsOfFirst] === chunkNs[0]) eventsOfFirst += 1;
    tokens += (outputTokens * (chunkNs.length - eventsOfFirst)) / chunkNs.length;
    gaps += reads - 1;
  }
  return tokens / gaps;
}

/** A remark on inter-token latencies that cover several tokens; undefined where each covers one. */
export function gapRemark(rows: readonly RequestRow[]): string | undefined {
  const tokens = tokensPerGap(rows);
  return tokens > NEARLY_ONE
    ? `each ITL covers ${Number(tokens.toPrecision(3))} tokens on average`
    : undefined;
}
