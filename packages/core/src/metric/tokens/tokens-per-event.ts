import { countReads } from '../../stream/rows/burst.ts';
import type { RequestRow } from '../../stream/rows/request-row.ts';
import type { MetricDefinition } from '../metric.ts';
import { noteOf, readingOf } from '../measure/reading.ts';
import {
  allEmptyReason,
  isSuccessful,
  noServiceReason,
  numbersOf,
} from '../measure/service-requests.ts';

/** Above this, one event or read is not one token: rounding and the end token make less. */
const NEARLY_ONE = 1.1;

/** Mean over rows of a number that each has; `NaN` where none has. */
function meanOf(values: Float64Array): number {
  return values.length === 0
    ? Number.NaN
    : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function eventsPerRead(rows: readonly RequestRow[]): number {
  return meanOf(
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

/** How many tokens one event of a stream carries. */
export const tokensPerEvent: MetricDefinition = {
  name: 'tokensPerEvent',
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
        ? 'no streamed response has a token count of its own'
        : noServiceReason(phase),
      noteOf(
        perRead > NEARLY_ONE ? `${Number(perRead.toPrecision(3))} events per read` : undefined,
      ),
    );
  },
};

/**
 * Tokens that one gap between two reads covers, over all requests; `NaN` where that is not known. A gap is one token where
 * each token has an event, and each event a read of its own.
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

/** A remark on gaps that cover several tokens; nothing where each covers one. */
export function gapRemark(rows: readonly RequestRow[]): string | undefined {
  const tokens = tokensPerGap(rows);
  return tokens > NEARLY_ONE ? `one gap covers ${Number(tokens.toPrecision(3))} tokens` : undefined;
}
