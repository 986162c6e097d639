/** A request with all bytes that are sent. */
export interface WireRequest {
  /** Identifies the rows of this request; unique within the wire. */
  readonly id: number;
  /** Request line, header and body of one HTTP/1.1 request. */
  readonly bytes: Uint8Array;
  /** Scheduled start, CLOCK_MONOTONIC nanoseconds (default: as soon as a connection is free). */
  readonly scheduledNs?: number;
  /**
   * Index of its endpoint (default: 0), or `any` for the one with the fewest requests in flight when it is sent. Its Host header
   * is then the first one, with the longest host of all endpoints: the wire writes the one of the endpoint.
   */
  readonly endpoint?: number | 'any';
  /** Limit from the send to the end of the response (default: that of the wire). */
  readonly timeoutMs?: number;
}

const COLUMNS = 5;
/** Buffers above this size are allocated for one list and not kept. */
const MOST_KEPT_BYTES = 4 * 1024 * 1024;

/**
 * Encodes requests for the addon in memory that it reuses: the addon copies the bytes, so a run that stages its requests in
 * batches creates no garbage of their size.
 */
export class RequestEncoder {
  #bytes = new Uint8Array(0);
  #table = new Float64Array(0);

  /** @returns views that are valid until the next call */
  encode(
    requests: readonly WireRequest[],
    timeoutNs: number,
  ): { bytes: Uint8Array; table: Float64Array } {
    const byteCount = requests.reduce((sum, request) => sum + request.bytes.length, 0);
    const bytes = this.#bytesOf(byteCount);
    const table = this.#tableOf(requests.length * COLUMNS);
    let end = 0;
    let cell = 0;
    for (const request of requests) {
      bytes.set(request.bytes, end);
      end += request.bytes.length;
      table[cell] = request.id;
      table[cell + 1] = request.scheduledNs ?? Number.NaN;
      table[cell + 2] =
        request.timeoutMs === undefined ? timeoutNs : Math.round(request.timeoutMs * 1e6);
      table[cell + 3] = end;
      table[cell + 4] = request.endpoint === 'any' ? Number.NaN : (request.endpoint ?? 0);
      cell += COLUMNS;
    }
    return { bytes, table };
  }

  #bytesOf(count: number): Uint8Array {
    if (count > MOST_KEPT_BYTES) return new Uint8Array(count);
    if (count > this.#bytes.length) this.#bytes = new Uint8Array(roomFor(count));
    return this.#bytes.subarray(0, count);
  }

  #tableOf(count: number): Float64Array {
    if (count * Float64Array.BYTES_PER_ELEMENT > MOST_KEPT_BYTES) return new Float64Array(count);
    if (count > this.#table.length) this.#table = new Float64Array(roomFor(count));
    return this.#table.subarray(0, count);
  }
}

function roomFor(count: number): number {
  return 2 ** Math.ceil(Math.log2(count));
}
