import type { RequestRow } from '../../stream/rows/request-row.ts';

/** Maximum share of failed requests, so that they do not crowd out all others. */
const FAILED_SHARE = 0.25;

/**
 * All requests if they fit. Otherwise failed ones, evenly thinned if there are too many, and the slowest and fastest
 * successful request of each stretch of equal count.
 */
export function selectRequests(
  rows: readonly RequestRow[],
  maxRows: number,
): readonly RequestRow[] {
  if (rows.length <= maxRows) return rows;
  const failedTotal = countFailed(rows);
  const failedRoom = Math.floor(maxRows * FAILED_SHARE);
  const everyNth = Math.max(1, Math.ceil(failedTotal / Math.max(1, failedRoom)));
  const stretches = Math.max(1, Math.floor((maxRows - Math.min(failedRoom, failedTotal)) / 2));
  const kept: RequestRow[] = [];
  let failedSeen = 0;
  for (let stretch = 0; stretch < stretches; stretch += 1) {
    const from = Math.floor((stretch * rows.length) / stretches);
    const to = Math.floor(((stretch + 1) * rows.length) / stretches);
    let slowest: RequestRow | undefined;
    let fastest: RequestRow | undefined;
    for (let index = from; index < to; index += 1) {
      const row = rows[index];
      if (row === undefined) continue;
      if (row.outcome !== 'ok') {
        if (failedSeen % everyNth === 0) kept.push(row);
        failedSeen += 1;
        continue;
      }
      if (slowest === undefined || elapsedNs(row) > elapsedNs(slowest)) slowest = row;
      if (fastest === undefined || elapsedNs(row) < elapsedNs(fastest)) fastest = row;
    }
    if (slowest !== undefined) kept.push(slowest);
    if (fastest !== undefined && fastest !== slowest) kept.push(fastest);
  }
  return kept;
}

function elapsedNs({ scheduledNs, endNs }: RequestRow): number {
  return endNs - scheduledNs;
}

function countFailed(rows: readonly RequestRow[]): number {
  let count = 0;
  for (const { outcome } of rows) if (outcome !== 'ok') count += 1;
  return count;
}
