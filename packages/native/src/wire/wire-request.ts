/** A request, complete with everything that goes over the connection. */
export interface WireRequest {
  /** Whatever tells the rows of this request from others: a number that no other request of the wire bears. */
  readonly id: number;
  /** Request line, header and body of one HTTP/1.1 request. */
  readonly bytes: Uint8Array;
  /** When to send it, CLOCK_MONOTONIC nanoseconds; as soon as a connection is free unless given. */
  readonly intendedNs?: number;
  /** From its sending to the end of its response; that of the wire unless given. */
  readonly timeoutMs?: number;
}

const COLUMNS = 4;

/** Lays requests out as the addon reads them. */
export function encodeRequests(
  requests: readonly WireRequest[],
  timeoutNs: number,
): { bytes: Uint8Array; table: Float64Array } {
  const table = new Float64Array(requests.length * COLUMNS);
  const bytes = new Uint8Array(requests.reduce((sum, request) => sum + request.bytes.length, 0));
  let end = 0;
  for (const [index, request] of requests.entries()) {
    bytes.set(request.bytes, end);
    end += request.bytes.length;
    const ownTimeoutNs =
      request.timeoutMs === undefined ? timeoutNs : Math.round(request.timeoutMs * 1e6);
    table.set([request.id, request.intendedNs ?? Number.NaN, ownTimeoutNs, end], index * COLUMNS);
  }
  return { bytes, table };
}
