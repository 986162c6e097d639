/** Adds up how long the slots of a closed loop had nothing to send because no request was made. */
export class SlotIdleness {
  /** Since when slots are idle, the longest first. */
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

  /** So many requests are there for idle slots. */
  end(requests: number, atNs: number): void {
    for (const sinceNs of this.#sinceNs.splice(0, requests)) {
      this.#endedNs += Math.max(0, atNs - sinceNs);
    }
  }

  /** Of all slots until now. */
  totalNs(nowNs: number): number {
    return this.#sinceNs.reduce(
      (sum, sinceNs) => sum + Math.max(0, nowNs - sinceNs),
      this.#endedNs,
    );
  }
}
