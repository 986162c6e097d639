import type { PhaseStreams } from '../../stream/phase-streams.ts';
import type { RequestRow } from '../../stream/rows/request-row.ts';
import { leftOutOf } from '../measure/failure-remark.ts';
import type { MetricDefinition, MetricReading } from '../metric.ts';
import { noteOf, readingOf } from '../measure/reading.ts';
import { countOf, isSuccessful, noServiceReason, numbersOf } from '../measure/service-requests.ts';
import { unfitTimes } from '../measure/unfit-times.ts';

/** One reason for all of them, so that a report has one line where a server reports none. */
const UNREPORTED = 'the server reports no such timing in its responses';

/** What all metrics of reported timings are alike in: no report has a row of one that the server does not report. */
export const REPORTED = {
  aliases: [],
  of: 'stage',
  isShownWhen: ({ avg }) => !Number.isNaN(avg),
} as const satisfies Partial<MetricDefinition>;

/** One value of each successful request whose response reports it; the note says how many do where not all. */
export function readReported(
  phase: PhaseStreams,
  of: (row: RequestRow) => number,
  unfit: { unfit?: string } = unfitTimes(phase),
): MetricReading {
  const { requests } = phase;
  const values = numbersOf(requests, (row) => (isSuccessful(row) ? of(row) : Number.NaN));
  const answered = countOf(requests, isSuccessful);
  return readingOf(values, answered === 0 ? noServiceReason(phase) : UNREPORTED, {
    ...noteOf(
      values.length === answered
        ? undefined
        : `${values.length} of ${answered} responses report it`,
    ),
    ...leftOutOf(requests, false),
    ...unfit,
  });
}

/** Tokens per second; `NaN` where no token or no time was counted. */
export function rateOf(tokens: number, durationNs: number): number {
  return tokens > 0 && durationNs > 0 ? tokens / (durationNs / 1e9) : Number.NaN;
}
