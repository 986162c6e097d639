import * as z from 'zod';
import { MeasuredNumberSchema, type MeasuredJson } from '../../spec/measured-number.ts';
import { largestOf } from '../../stats/largest.ts';
import { quantileOfSorted, sortInPlace } from '../../stats/quantile.ts';
import type { RequestRow } from '../../stream/rows/request-row.ts';
import { NEGLIGIBLE_ERROR_NS } from '../../spec/quality/negligible-error.ts';
import { countOf, isSuccessful, numbersOf } from '../measure/service-requests.ts';

/** Stages of which a smaller share of requests has the kernel's timestamps have no known timing error. */
const LEAST_BY_KERNEL = 0.99;

/** A smaller share of the events does not reach their p99. */
const BEYOND_P99 = 0.01;

/** How exact the timestamps of the measured, successful requests of a stage are, from these requests themselves. */
export interface ArrivalQuality {
  requests: number;
  /** Requests all of whose reads have the kernel's timestamp. */
  byKernel: number;
  /** Of these: from an arrival to its read, the longest of each request, milliseconds; `NaN` without any. */
  readLatenessP99Ms: number;
  readLatenessMaxMs: number;
  /** Requests whose first token arrived with later events in one read: its timestamp is an upper bound. */
  boundedFirstTokens: number;
  /** Widest distance of their bounds, milliseconds; 0 without any. */
  widestBoundMs: number;
  /**
   * By how much the client may have made first tokens late, milliseconds: 0 where their timestamps are exact, otherwise the longest
   * time that they waited for the client, within their bounds. `NaN` where under 99% of the requests have the kernel's timestamps.
   */
  firstTokenErrorP99Ms: number;
  /** The same of events in a stream; of the latest event of each request where over 1% of all may be late by more than 250 µs. */
  gapErrorP99Ms: number;
}

export const ArrivalQualitySchema: z.ZodType<
  ArrivalQuality,
  MeasuredJson<ArrivalQuality>
> = z.object({
  requests: MeasuredNumberSchema,
  byKernel: MeasuredNumberSchema,
  readLatenessP99Ms: MeasuredNumberSchema,
  readLatenessMaxMs: MeasuredNumberSchema,
  boundedFirstTokens: MeasuredNumberSchema,
  widestBoundMs: MeasuredNumberSchema,
  firstTokenErrorP99Ms: MeasuredNumberSchema,
  gapErrorP99Ms: MeasuredNumberSchema,
});

/** Timing errors of a client at p99, milliseconds. */
export interface TimingError {
  firstTokenMs: number;
  gapMs: number;
}

/** The timing error of a stage by its own requests; undefined where they do not show it. */
export function ownTimingError(arrivals: ArrivalQuality | undefined): TimingError | undefined {
  if (arrivals === undefined || Number.isNaN(arrivals.firstTokenErrorP99Ms)) return undefined;
  return { firstTokenMs: arrivals.firstTokenErrorP99Ms, gapMs: arrivals.gapErrorP99Ms };
}

/** Undefined where the client recorded no bounds: without a client on a network, or in an older run. */
export function arrivalQuality(requests: readonly RequestRow[]): ArrivalQuality | undefined {
  const measured = requests.filter(
    (row) => isSuccessful(row) && !Number.isNaN(row.lastTokenAfterNs),
  );
  if (measured.length === 0) return undefined;
  const lateNs = sortInPlace(numbersOf(measured, ({ readLatenessNs }) => readLatenessNs));
  const widthsNs = numbersOf(
    measured,
    ({ firstTokenNs, firstTokenAfterNs }) => firstTokenNs - firstTokenAfterNs,
  ).filter((ns) => ns > 0);
  return {
    requests: measured.length,
    byKernel: lateNs.length,
    readLatenessP99Ms: quantileOfSorted(lateNs, 0.99) / 1e6,
    readLatenessMaxMs: (lateNs.at(-1) ?? Number.NaN) / 1e6,
    boundedFirstTokens: widthsNs.length,
    widestBoundMs: widthsNs.length === 0 ? 0 : largestOf(widthsNs) / 1e6,
    ...timingErrors(measured),
  };
}

function timingErrors(
  measured: readonly RequestRow[],
): Pick<ArrivalQuality, 'firstTokenErrorP99Ms' | 'gapErrorP99Ms'> {
  if (countOf(measured, hasOwnError) < LEAST_BY_KERNEL * measured.length) {
    return { firstTokenErrorP99Ms: Number.NaN, gapErrorP99Ms: Number.NaN };
  }
  // Of a response in one piece only the end is measured, and the timestamp of its last bytes is exact.
  const firstNs = sortInPlace(numbersOf(measured, (row) => orExact(row.firstTokenErrorNs)));
  const largestNs = sortInPlace(numbersOf(measured, (row) => orExact(row.largestErrorNs)));
  const chunks = sumOf(measured, ({ chunkNs }) => chunkNs.length);
  const late = sumOf(measured, ({ lateChunks }) => orExact(lateChunks));
  const gapMs = quantileOfSorted(largestNs, 0.99) / 1e6;
  return {
    firstTokenErrorP99Ms: quantileOfSorted(firstNs, 0.99) / 1e6,
    gapErrorP99Ms: late > BEYOND_P99 * chunks ? gapMs : Math.min(gapMs, NEGLIGIBLE_ERROR_NS / 1e6),
  };
}

/** Whether its reads have the kernel's timestamps, and a stream the errors of its events. */
function hasOwnError({ readLatenessNs, firstTokenNs, firstTokenErrorNs }: RequestRow): boolean {
  return (
    !Number.isNaN(readLatenessNs) &&
    (Number.isNaN(firstTokenNs) || !Number.isNaN(firstTokenErrorNs))
  );
}

function orExact(ns: number): number {
  return Number.isNaN(ns) ? 0 : ns;
}

function sumOf(rows: readonly RequestRow[], of: (row: RequestRow) => number): number {
  return rows.reduce((sum, row) => sum + of(row), 0);
}
