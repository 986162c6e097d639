import { countBelow } from '../stats/sorted-search.ts';
import { theilSen, type TrendSeries } from '../stats/theil-sen.ts';
import type { PhaseStreams } from '../stream/phase-streams.ts';
import type { RequestRow } from '../stream/request-row.ts';
import { formatNumber } from './format-value.ts';
import type { MetricReading } from './metric.ts';
import { noteOf, unmeasured } from './reading.ts';
import { anonymousSeries, NO_SWAP_NOTE, readsSwap, type MemorySeries } from './resident-memory.ts';
import { countOf, isAnswered } from './service-requests.ts';
import { steadyPartOf, steadyWindows } from './steady-windows.ts';
import { isWithin, SERVICE_WINDOWS, windowsOf, type PhaseWindow } from './windows.ts';

/** A window with fewer requests is not steady enough to show a trend. */
const MIN_REQUESTS = 10;

/**
 * Robust slope of anonymous memory against work done. Each answered request gives one point: the work done in its window
 * up to its end, and the last sample before its end. Windows are series of their own, so that a step between two of them
 * (contexts opened, threads started) is no growth. Of a window that has a steady part only that part counts, since caches
 * and buffers that fill while a load warms up are no leak; where none is found the whole window counts, and the note says so.
 * @param workOf what a request adds to the work; `NaN` when not known
 * @param reasonWhenUnknown why growth is unmeasured when the work of a request is not known
 */
export function readMemoryGrowth(
  phase: PhaseStreams,
  workOf: (row: RequestRow) => number,
  reasonWhenUnknown: string,
): MetricReading {
  if (windowsOf(phase, SERVICE_WINDOWS).length === 0) {
    return unmeasured('no service window was opened in this phase');
  }
  const done = workDone(phase.requests, workOf);
  if (done.work.some((work) => Number.isNaN(work))) return unmeasured(reasonWhenUnknown);
  const memory = anonymousSeries(phase);
  if (memory.bytes.length === 0) {
    return unmeasured('no sample of this phase tells anonymous from shared memory');
  }
  const series = steadyWindows(phase)
    .map((window) => {
      const part = steadyPartOf(window);
      return { isSteady: part !== undefined, ...growthIn(part ?? window.window, done, memory) };
    })
    .filter(({ x }) => x.length >= MIN_REQUESTS);
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
    ...noteOf(...placesOf(series), readsSwap(phase) ? undefined : NO_SWAP_NOTE),
  };
}

/** Says how many requests stand for steady parts, and how many for whole windows that had none. */
function placesOf(series: readonly { isSteady: boolean; x: ArrayLike<number> }[]): string[] {
  const requestsIn = (isSteady: boolean): number =>
    series.reduce((sum, one) => (one.isSteady === isSteady ? sum + one.x.length : sum), 0);
  const [steady, whole] = [requestsIn(true), requestsIn(false)];
  return [
    ...(steady === 0 ? [] : [`over ${formatNumber(steady)} requests in steady service windows`]),
    ...(whole === 0
      ? []
      : [
          `over ${formatNumber(whole)} requests in whole service windows: no steady part was found`,
        ]),
  ];
}

/** What answered requests did, in order of their ends. */
interface WorkDone {
  readonly endNs: Float64Array;
  readonly work: Float64Array;
}

function workDone(rows: readonly RequestRow[], workOf: (row: RequestRow) => number): WorkDone {
  const count = countOf(rows, isAnswered);
  const endNs = new Float64Array(count);
  const work = new Float64Array(count);
  let next = 0;
  for (const row of rows) {
    if (!isAnswered(row)) continue;
    endNs[next] = row.endNs;
    work[next] = workOf(row);
    next += 1;
  }
  // Requests are recorded as they end, so that they mostly are in order already.
  if (isAscending(endNs)) return { endNs, work };
  const order = Uint32Array.from(endNs, (_, index) => index).toSorted(
    (one, other) => (endNs[one] ?? Number.NaN) - (endNs[other] ?? Number.NaN),
  );
  return {
    endNs: Float64Array.from(order, (index) => endNs[index] ?? Number.NaN),
    work: Float64Array.from(order, (index) => work[index] ?? Number.NaN),
  };
}

function isAscending(values: Float64Array): boolean {
  for (let index = 1; index < values.length; index += 1) {
    if (!((values[index - 1] ?? 0) <= (values[index] ?? 0))) return false;
  }
  return true;
}

/** Memory against the work done in a window up to each end of a request. */
function growthIn(window: PhaseWindow, done: WorkDone, memory: MemorySeries): TrendSeries {
  const x = new Float64Array(done.endNs.length);
  const y = new Float64Array(done.endNs.length);
  let work = 0;
  let points = 0;
  for (let index = 0; index < done.endNs.length; index += 1) {
    const endNs = done.endNs[index] ?? Number.NaN;
    if (!isWithin(window, endNs)) continue;
    work += done.work[index] ?? Number.NaN;
    const sample = countBelow(memory.timeNs, endNs) - 1;
    if (sample < 0) continue;
    x[points] = work;
    y[points] = memory.bytes[sample] ?? Number.NaN;
    points += 1;
  }
  return { x: x.subarray(0, points), y: y.subarray(0, points) };
}
