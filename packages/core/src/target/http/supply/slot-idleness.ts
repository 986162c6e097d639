/** Adds up how long the slots of a closed loop had nothing to send because no request was made. */
export class SlotIdleness {
  readonly #untilNs: number;
  /** Since when slots are idle, the longest first. */
  readonly #sinceNs: number[] = [];
  #endedNs = 0;

  /** @param untilNs end of the load: idle slots are none of its business after it; `NaN` for none */
  constructor(untilNs: number) {
    this.#untilNs = untilNs;
  }

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
      this.#endedNs += this.#idleNs(sinceNs, atNs);
    }
  }

  /** Of all slots until now. */
  totalNs(nowNs: number): number {
    return this.#sinceNs.reduce(
      (sum, sinceNs) => sum + this.#idleNs(sinceNs, nowNs),
      this.#endedNs,
    );
  }

  #idleNs(fromNs: number, toNs: number): number {
    const endNs = Number.isNaN(this.#untilNs) ? toNs : Math.min(toNs, this.#untilNs);
    return Math.max(0, endNs - fromNs);
  }
}
