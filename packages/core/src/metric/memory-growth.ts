import { countBelow } from '../stats/sorted-search.ts';
import { theilSen, type TrendSeries } from '../stats/theil-sen.ts';
import type { PhaseStreams } from '../stream/phase-streams.ts';
import type { RequestRow } from '../stream/request-row.ts';
import { formatNumber } from './format-value.ts';
import type { MetricReading } from './metric.ts';
import { noteOf, unmeasured } from './reading.ts';
import { anonymousSeries, NO_SWAP_NOTE, readsSwap } from './resident-memory.ts';
import { answeredRequests } from './service-requests.ts';
import { isWithin, SERVICE_WINDOWS, windowsOf } from './windows.ts';

/** A window with fewer requests is not steady enough to show a trend. */
const MIN_REQUESTS = 10;

/**
 * Robust slope of anonymous memory against work done. Each answered request gives one point: the work done in its window
 * up to its end, and the last sample before its end. Windows are series of their own, so that a step between two of them
 * (contexts opened, threads started) is no growth.
 * @param workOf what a request adds to the work; `NaN` when not known
 * @param reasonWhenUnknown why growth is unmeasured when the work of a request is not known
 */
export function readMemoryGrowth(
  phase: PhaseStreams,
  workOf: (row: RequestRow) => number,
  reasonWhenUnknown: string,
): MetricReading {
  const windows = windowsOf(phase, SERVICE_WINDOWS);
  if (windows.length === 0) return unmeasured('no service window was opened in this phase');
  const answered = answeredRequests(phase).toSorted((a, b) => a.endNs - b.endNs);
  if (answered.some((row) => Number.isNaN(workOf(row)))) return unmeasured(reasonWhenUnknown);
  const memory = anonymousSeries(phase);
  if (memory.bytes.length === 0) {
    return unmeasured('no sample of this phase tells anonymous from shared memory');
  }
  const everyWindow = windows.map((window): TrendSeries => {
    const x: number[] = [];
    const y: number[] = [];
    let work = 0;
    for (const row of answered) {
      if (!isWithin(window, row.endNs)) continue;
      work += workOf(row);
      const sample = countBelow(memory.timeNs, row.endNs) - 1;
      if (sample < 0) continue;
      x.push(work);
      y.push(memory.bytes[sample] ?? Number.NaN);
    }
    return { x, y };
  });
  const series = everyWindow.filter(({ x }) => x.length >= MIN_REQUESTS);
  const points = series.reduce((sum, { x }) => sum + x.length, 0);
  if (series.length === 0) {
    return unmeasured(
      `no service window holds ${MIN_REQUESTS} answered requests, too few for a trend`,
    );
  }
  const trend = theilSen(series);
  if (trend === undefined) return unmeasured('the requests did no work that memory could follow');
  return {
    kind: 'values',
    values: Float64Array.of(trend.slope),
    interval: { low: trend.low, high: trend.high },
    ...noteOf(
      `over ${formatNumber(points)} requests in whole service windows`,
      readsSwap(phase) ? undefined : NO_SWAP_NOTE,
    ),
  };
}
