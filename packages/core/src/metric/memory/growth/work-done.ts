import type { RequestRow } from '../../../stream/rows/request-row.ts';
import { countOf, isServed } from '../../measure/service-requests.ts';

/** Work of the successful requests of stages, in order of their ends, warm-up included. */
export interface WorkDone {
  readonly endNs: Float64Array;
  readonly work: Float64Array;
}

/** @param workOf work of a request; `NaN` when unknown */
export function workDone(
  rows: readonly RequestRow[],
  workOf: (row: RequestRow) => number,
): WorkDone {
  const count = countOf(rows, isServed);
  const endNs = new Float64Array(count);
  const work = new Float64Array(count);
  let next = 0;
  for (const row of rows) {
    if (!isServed(row)) continue;
    endNs[next] = row.endNs;
    work[next] = workOf(row);
    next += 1;
  }
  // Requests are recorded as they end, so they are mostly in order already.
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
