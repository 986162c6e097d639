import * as z from 'zod';
import { MeasuredNumberSchema, type MeasuredJson } from '../../spec/measured-number.ts';
import { largestOf } from '../../stats/largest.ts';
import { quantileOfSorted, sortInPlace } from '../../stats/quantile.ts';
import type { RequestRow } from '../../stream/rows/request-row.ts';
import { isSuccessful, numbersOf } from '../measure/service-requests.ts';

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
});

/** Undefined where the client recorded no bounds: without a client on a network, or in an older run. */
export function arrivalQuality(requests: readonly RequestRow[]): ArrivalQuality | undefined {
  const measured = requests.filter(
    (row) => isSuccessful(row) && !Number.isNaN(row.firstTokenAfterNs),
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
  };
}
