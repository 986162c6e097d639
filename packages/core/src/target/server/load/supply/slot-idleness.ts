/** Sums the time that the slots of a closed loop were idle for lack of a request. */
export class SlotIdleness {
  /** Start times of idle slots, the longest idle first. */
  readonly #sinceNs: number[] = [];
  #endedNs = 0;

  /** Slots that are idle now. */
  get count(): number {
    return this.#sinceNs.length;
  }

  begin(slots: number, atNs: number): void {
    if (!Number.isFinite(slots)) return;
    for (let slot = 0; slot < slots; slot += 1) this.#sinceNs.push(atNs);
  }

  /** Ends the idle time of as many slots as there are requests. */
  end(requests: number, atNs: number): void {
    for (const sinceNs of this.#sinceNs.splice(0, requests)) {
      this.#endedNs += Math.max(0, atNs - sinceNs);
    }
  }

  /** Idle time of all slots until now. */
  totalNs(nowNs: number): number {
    return this.#sinceNs.reduce(
      (sum, sinceNs) => sum + Math.max(0, nowNs - sinceNs),
      this.#endedNs,
    );
  }
}
