import type { SampleColumns } from '../stream/columns/sample-columns.ts';
import { PeakTrace } from './peak-trace.ts';
import { RecentRate } from './recent-rate.ts';

/** Window of the sampling rate, ns. */
const RATE_WINDOW_NS = 2e9;

/** RSS of all sampled processes together: the last tick, the peak, the last minute. */
export class ResidentMemory {
  readonly #trace = new PeakTrace();
  readonly #ticks = new RecentRate(RATE_WINDOW_NS);
  #beganNs = Number.NaN;
  #residentBytes = Number.NaN;
  #phasePeakBytes = Number.NaN;
  #peakBytes = Number.NaN;
  #processes = 0;

  /** Takes a batch; all rows of a tick share a timestamp and are in one batch. */
  add({ count, timeNs, rssBytes }: SampleColumns): void {
    let index = 0;
    while (index < count) {
      const atNs = timeNs[index] ?? Number.NaN;
      let bytes = Number.NaN;
      const first = index;
      for (; index < count && timeNs[index] === atNs; index += 1) {
        const one = rssBytes[index] ?? Number.NaN;
        if (!Number.isNaN(one)) bytes = Number.isNaN(bytes) ? one : bytes + one;
      }
      // A NaN timestamp does not equal itself and would loop forever.
      if (index === first) index += 1;
      this.#addTick(atNs, bytes, index - first);
    }
  }

  /** A new target process begins: only the overall peak is kept. */
  begin(): void {
    this.end();
    this.#phasePeakBytes = Number.NaN;
  }

  /** Sampling has ended. */
  end(): void {
    this.#residentBytes = Number.NaN;
    this.#processes = 0;
    this.#beganNs = Number.NaN;
  }

  get residentBytes(): number {
    return this.#residentBytes;
  }

  /** Since {@link begin}. */
  get phasePeakBytes(): number {
    return this.#phasePeakBytes;
  }

  /** Over the whole run. */
  get peakBytes(): number {
    return this.#peakBytes;
  }

  get processes(): number {
    return this.#processes;
  }

  /** Recent ticks per second; `NaN` without samples. */
  samplingHz(nowNs: number): number {
    return this.#ticks.perSecond(nowNs, this.#beganNs);
  }

  /** See {@link PeakTrace.columns}. */
  trace(nowNs: number, columns: number): Float64Array {
    return this.#trace.columns(nowNs, columns);
  }

  #addTick(atNs: number, bytes: number, processes: number): void {
    if (Number.isNaN(this.#beganNs)) this.#beganNs = atNs;
    this.#ticks.add(atNs);
    this.#trace.add(atNs, bytes);
    this.#residentBytes = bytes;
    this.#processes = processes;
    if (Number.isNaN(bytes)) return;
    this.#phasePeakBytes = higher(this.#phasePeakBytes, bytes);
    this.#peakBytes = higher(this.#peakBytes, bytes);
  }
}

function higher(before: number, value: number): number {
  return Number.isNaN(before) ? value : Math.max(before, value);
}
