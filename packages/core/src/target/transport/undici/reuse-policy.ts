/** A close within this time after a response is the server's habit, not an idle timeout, ns. */
const SOON_NS = 5e6;

/**
 * Decides whether a connection may carry another request, learning from connections that the server closed unannounced;
 * `native/src/wire/connection/reuse_policy.h` does the same.
 */
export class ReusePolicy {
  #isSingleUse: boolean;
  #longestRestNs = Infinity;

  /** @param reuses false: each connection carries one request from the start */
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

  /** A request sent this long after the last response met a connection that the server had closed. */
  lostAfter(restedForNs: number): void {
    if (restedForNs < SOON_NS) this.#isSingleUse = true;
    // Leaves a quarter for the network delay and for inexact timers.
    else this.#longestRestNs = Math.min(this.#longestRestNs, restedForNs * 0.75);
  }

  /** The server ended a connection this long after its response, and no request was affected. */
  endedAfter(restedForNs: number): void {
    if (restedForNs < SOON_NS) this.#isSingleUse = true;
  }
}
