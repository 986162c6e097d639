import { getHeapStatistics } from 'node:v8';
import { nowNs } from '../../../stream/clock.ts';
import { HEAP_READING_LENGTH } from '../heap-readings.ts';

/** Period of the timer, ms: 20 readings per second. */
const PERIOD_MS = 50;

/** Minimum time between readings after calls, ns: many short calls must not be slowed by them. */
const LEAST_GAP_NS = 5e6;

/** Readings per message: two messages per second while the engine is idle. */
const READINGS_PER_MESSAGE = 10;

/**
 * Reads the JavaScript heap of this process periodically and reports it in batches. A reading takes a few microseconds;
 * while JavaScript is busy there is none, and the next follows at the end of the call.
 */
export class HeapReporter {
  readonly #send: (readings: Float64Array<ArrayBuffer>) => void;
  readonly #readings = new Float64Array(READINGS_PER_MESSAGE * HEAP_READING_LENGTH);
  #count = 0;
  #lastNs = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;

  constructor(send: (readings: Float64Array<ArrayBuffer>) => void) {
    this.#send = send;
  }

  /** Starts with an immediate reading; does not keep the process alive. */
  start(): void {
    this.#timer ??= setInterval(() => this.#read(nowNs()), PERIOD_MS).unref();
    this.#read(nowNs());
  }

  /** Reads now, unless the last reading is recent. */
  look(): void {
    const atNs = nowNs();
    if (atNs - this.#lastNs >= LEAST_GAP_NS) this.#read(atNs);
  }

  /** Takes a last reading and reports what is pending. */
  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#read(nowNs());
    this.#report();
  }

  #read(atNs: number): void {
    const { used_heap_size, total_heap_size, external_memory } = getHeapStatistics();
    this.#readings.set(
      [atNs, used_heap_size, total_heap_size, external_memory],
      this.#count * HEAP_READING_LENGTH,
    );
    this.#lastNs = atNs;
    this.#count += 1;
    if (this.#count === READINGS_PER_MESSAGE) this.#report();
  }

  #report(): void {
    if (this.#count === 0) return;
    this.#send(this.#readings.slice(0, this.#count * HEAP_READING_LENGTH));
    this.#count = 0;
  }
}
