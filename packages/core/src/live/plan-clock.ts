/**
 * Time of a phase that its plan covers. It runs within windows, and from the first stage or model switch on: starting a
 * server and loading a model before that have no planned duration.
 */
export class PlanClock {
  #elapsedNs = 0;
  #runsSinceNs = Number.NaN;
  #isAtWork = false;

  openWindow(atNs: number): void {
    this.#start(atNs);
  }

  closeWindow(atNs: number): void {
    if (this.#isAtWork) return;
    this.#elapsedNs = this.elapsedNs(atNs);
    this.#runsSinceNs = Number.NaN;
  }

  /** The work begins that the phase is about; the clock never stops after it. */
  beginWork(atNs: number): void {
    this.#isAtWork = true;
    this.#start(atNs);
  }

  elapsedNs(nowNs: number): number {
    return Number.isNaN(this.#runsSinceNs)
      ? this.#elapsedNs
      : this.#elapsedNs + Math.max(0, nowNs - this.#runsSinceNs);
  }

  #start(atNs: number): void {
    if (Number.isNaN(this.#runsSinceNs)) this.#runsSinceNs = atNs;
  }
}
