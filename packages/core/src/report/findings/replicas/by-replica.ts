import type { RequestRow } from '../../../stream/rows/request-row.ts';

/** The requests of each replica, in the order in which replicas appear; none with one server. */
export function byReplica(rows: readonly RequestRow[]): ReadonlyMap<string, readonly RequestRow[]> {
  const found = new Map<string, RequestRow[]>();
  for (const row of rows) {
    if (row.replica === '') continue;
    const own = found.get(row.replica);
    if (own === undefined) found.set(row.replica, [row]);
    else own.push(row);
  }
  return found;
}
