/**
 * The elapsed part of the planned duration of a phase. The clock runs within windows, and from the first stage or model
 * switch on: the server start and model load before it have no planned duration.
 */
export class PlanClock {
  #elapsedNs = 0;
  #runsSinceNs = Number.NaN;

  /** No effect on a running clock. */
  start(atNs: number): void {
    if (Number.isNaN(this.#runsSinceNs)) this.#runsSinceNs = atNs;
  }

  stop(atNs: number): void {
    this.#elapsedNs = this.elapsedNs(atNs);
    this.#runsSinceNs = Number.NaN;
  }

  elapsedNs(nowNs: number): number {
    return Number.isNaN(this.#runsSinceNs)
      ? this.#elapsedNs
      : this.#elapsedNs + Math.max(0, nowNs - this.#runsSinceNs);
  }
}
