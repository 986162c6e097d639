/** An end that a request meets, or that comes by itself, within this time after a response is the server's habit and no timeout of idle connections. */
const SOON_NS = 5e6;

/**
 * Whether a connection may carry another request, learned from those that the server ended without announcing it;
 * `native/src/wire/connection/reuse_policy.h` has the same.
 */
export class ReusePolicy {
  #isSingleUse: boolean;
  #longestRestNs = Infinity;

  /** @param reuses false: each request has a connection of its own from the start */
  constructor(reuses: boolean) {
    this.#isSingleUse = !reuses;
  }

  /** Each connection carries one request. */
  get isSingleUse(): boolean {
    return this.#isSingleUse;
  }

  mayUse(hasServed: boolean, restedForNs: number): boolean {
    return !(this.#isSingleUse && hasServed) && restedForNs < this.#longestRestNs;
  }

  /** A request that was sent so long after the last response met the server's end of the connection. */
  lostAfter(restedForNs: number): void {
    if (restedForNs < SOON_NS) this.#isSingleUse = true;
    // A quarter is left for the way to the server and for timers that are not exact.
    else this.#longestRestNs = Math.min(this.#longestRestNs, restedForNs * 0.75);
  }

  /** The server ended a connection so long after its response, and no request met that end. */
  endedAfter(restedForNs: number): void {
    if (restedForNs < SOON_NS) this.#isSingleUse = true;
  }
}
