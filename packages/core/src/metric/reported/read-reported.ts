import type { PhaseStreams } from '../../stream/phase-streams.ts';
import type { RequestRow } from '../../stream/rows/request-row.ts';
import { leftOutOf } from '../measure/failure-remark.ts';
import type { MetricDefinition, MetricReading } from '../metric.ts';
import { noteOf, readingOf } from '../measure/reading.ts';
import { noServiceReason } from '../measure/reasons.ts';
import { countOf, isSuccessful, numbersOf } from '../measure/service-requests.ts';
import { unfitTimes } from '../measure/unfit-times.ts';

/** One reason for all reported timings, so that a report folds them into one line. */
const UNREPORTED = 'the server reports no such timing in its responses';

/** Common to all metrics of reported timings: a report has no row for one that the server does not report. */
export const REPORTED = {
  aliases: [],
  of: 'stage',
  isShownWhen: ({ avg }) => !Number.isNaN(avg),
} as const satisfies Partial<MetricDefinition>;

/** One value for each successful request whose response reports it; the note states the number where not all do. */
export function readReported(
  phase: PhaseStreams,
  of: (row: RequestRow) => number,
  unfit: { unfit?: string } = unfitTimes(phase),
): MetricReading {
  const { requests } = phase;
  const values = numbersOf(requests, (row) => (isSuccessful(row) ? of(row) : Number.NaN));
  const successful = countOf(requests, isSuccessful);
  return readingOf(values, successful === 0 ? noServiceReason(phase) : UNREPORTED, {
    ...noteOf(
      values.length === successful
        ? undefined
        : `${values.length} of ${successful} responses report it`,
    ),
    ...leftOutOf(requests, false),
    ...unfit,
  });
}

/** Tokens per second; `NaN` where no token or no time was counted. */
export function rateOf(tokens: number, durationNs: number): number {
  return tokens > 0 && durationNs > 0 ? tokens / (durationNs / 1e9) : Number.NaN;
}
