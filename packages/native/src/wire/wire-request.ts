/** A request, complete with everything that goes over the connection. */
export interface WireRequest {
  /** Whatever tells the rows of this request from others: a number that no other request of the wire bears. */
  readonly id: number;
  /** Request line, header and body of one HTTP/1.1 request. */
  readonly bytes: Uint8Array;
  /** When to send it, CLOCK_MONOTONIC nanoseconds; as soon as a connection is free unless given. */
  readonly scheduledNs?: number;
  /** From its sending to the end of its response; that of the wire unless given. */
  readonly timeoutMs?: number;
}

const COLUMNS = 4;
/** Larger ones than this are made for one list and not kept. */
const MOST_KEPT_BYTES = 4 * 1024 * 1024;

/**
 * Lays requests out as the addon reads them, in memory that it uses again: the addon copies what it is given, and a run
 * that feeds its requests in pieces makes no garbage of their size.
 */
export class RequestEncoder {
  #bytes = new Uint8Array(0);
  #table = new Float64Array(0);

  /** @returns views that are good until the next call */
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
