import { countBelow } from '../../../stats/sorted-search.ts';
import { theilSen, type Trend, type TrendSeries } from '../../../stats/theil-sen.ts';
import type { PhaseStreams } from '../../../stream/phase-streams.ts';
import type { RequestRow } from '../../../stream/rows/request-row.ts';
import { formatNumber } from '../../format/format-value.ts';
import type { MetricReading } from '../../metric.ts';
import { noteOf, unmeasured } from '../../measure/reading.ts';
import { anonymousSeries, NO_SWAP_NOTE, readsSwap, type MemorySeries } from '../resident-memory.ts';
import { stageWindows, type Span } from '../../measure/windows.ts';
import { NO_ANONYMOUS_MEMORY, noServiceReason } from '../../measure/reasons.ts';
import { LEAST_REQUESTS } from './growth-levels.ts';
import { workDone, type WorkDone } from './work-done.ts';

/** A window with fewer requests shows no trend. */
const MIN_REQUESTS = 10;

/** Halves whose slopes differ by at most this share grow alike: then all points count. */
const ALIKE = 0.15;

/**
 * Robust slope of anonymous memory against work done. Each successful request is one point: the work done in its window
 * up to its end, and the last sample before its end. Windows are series of their own, so that a step between two of them
 * (contexts open, threads start) is no growth. The later half of the work counts, since heaps and buffers that fill
 * during warm-up are no leak; all of it counts where the earlier half grows alike.
 * @param workOf work of a request; `NaN` when unknown
 * @param reasonWhenUnknown reason when the work of a request is unknown
 */
export function readMemoryGrowth(
  phase: PhaseStreams,
  workOf: (row: RequestRow) => number,
  reasonWhenUnknown: string,
): MetricReading {
  const windows = stageWindows(phase);
  if (windows.length === 0) return unmeasured(noServiceReason(phase));
  const done = workDone(phase.requests, workOf);
  if (done.work.some((work) => Number.isNaN(work))) return unmeasured(reasonWhenUnknown);
  const memory = anonymousSeries(phase);
  if (memory.bytes.length === 0) {
    return unmeasured(NO_ANONYMOUS_MEMORY);
  }
  const series = windows
    .map((window) => growthIn(window, done, memory))
    .filter(({ x }) => x.length >= MIN_REQUESTS);
  if (series.length === 0) {
    return unmeasured(
      `no measurement window has ${MIN_REQUESTS} successful requests, the minimum for a trend`,
    );
  }
  const { trend, note } = trendOf(series);
  if (trend === undefined) return unmeasured('the requests did no work to compare memory with');
  return {
    kind: 'values',
    values: Float64Array.of(trend.slope),
    interval: { low: trend.low, high: trend.high },
    ...noteOf(note, readsSwap(phase) ? undefined : NO_SWAP_NOTE),
  };
}

/** Memory, bytes, against work. */
interface GrowthPoints extends TrendSeries {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** The trend of all points or of the later half, with the requests that it rests on. */
function trendOf(series: readonly GrowthPoints[]): { trend: Trend | undefined; note: string } {
  const requests = series.reduce((sum, { x }) => sum + x.length, 0);
  const all = { trend: theilSen(series), note: `over ${formatNumber(requests)} requests` };
  if (requests < LEAST_REQUESTS) return all;
  const work = series.reduce((sum, { x }) => sum + (x[x.length - 1] ?? 0), 0);
  const earlier = theilSen(part(series, 0, work / 2));
  const later = theilSen(part(series, work / 2, work));
  if (earlier === undefined || later === undefined) return all;
  if (Math.abs(earlier.slope - later.slope) <= ALIKE * Math.abs(later.slope)) return all;
  return {
    trend: later,
    note: `over the later half of the work of ${formatNumber(requests)} requests: memory grew at another rate in the earlier half`,
  };
}

/** The points between two amounts of work, cumulative over all series in order. */
function part(series: readonly GrowthPoints[], from: number, to: number): GrowthPoints[] {
  let before = 0;
  return series.map(({ x, y }) => {
    const first = countBelow(x, from - before);
    const end = countBelow(x, to - before) + (before + (x[x.length - 1] ?? 0) <= to ? 1 : 0);
    before += x[x.length - 1] ?? 0;
    return { x: x.subarray(first, end), y: y.subarray(first, end) };
  });
}

/** Memory against the work done in a window, at the end of each request. */
function growthIn({ beganNs, endedNs }: Span, done: WorkDone, memory: MemorySeries): GrowthPoints {
  const first = countBelow(done.endNs, beganNs);
  let after = countBelow(done.endNs, endedNs);
  while (done.endNs[after] === endedNs) after += 1;
  const x = new Float64Array(after - first);
  const y = new Float64Array(after - first);
  let work = 0;
  let points = 0;
  for (let index = first; index < after; index += 1) {
    const endNs = done.endNs[index] ?? Number.NaN;
    work += done.work[index] ?? Number.NaN;
    const sample = countBelow(memory.timeNs, endNs) - 1;
    if (sample < 0) continue;
    x[points] = work;
    y[points] = memory.bytes[sample] ?? Number.NaN;
    points += 1;
  }
  return { x: x.subarray(0, points), y: y.subarray(0, points) };
}
