import { getHeapStatistics } from 'node:v8';
import { nowNs } from '../../../stream/clock.ts';
import { HEAP_READING_LENGTH } from '../heap-readings.ts';

/** Between readings of the timer: 20 a second. */
const PERIOD_MS = 50;

/** Readings after calls are at least so far from the last one: many short calls must not cost what they measure. */
const LEAST_GAP_NS = 5e6;

/** Readings that make a message: two messages a second, while nothing is asked of the host. */
const READINGS_PER_MESSAGE = 10;

/**
 * Reads the JavaScript heap of this process from time to time and tells it in batches. A reading takes some
 * microseconds; while JavaScript is busy there is none, and the next one comes when the call is over.
 */
export class HeapTeller {
  readonly #send: (readings: Float64Array<ArrayBuffer>) => void;
  readonly #readings = new Float64Array(READINGS_PER_MESSAGE * HEAP_READING_LENGTH);
  #count = 0;
  #lastNs = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;

  constructor(send: (readings: Float64Array<ArrayBuffer>) => void) {
    this.#send = send;
  }

  /** Begins with a reading at once; keeps no process alive. */
  start(): void {
    this.#timer ??= setInterval(() => this.#read(nowNs()), PERIOD_MS).unref();
    this.#read(nowNs());
  }

  /** Reads now, unless that was done a moment ago. */
  look(): void {
    const atNs = nowNs();
    if (atNs - this.#lastNs >= LEAST_GAP_NS) this.#read(atNs);
  }

  /** Reads a last time and tells what was not told yet. */
  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#read(nowNs());
    this.#tell();
  }

  #read(atNs: number): void {
    const { used_heap_size, total_heap_size, external_memory } = getHeapStatistics();
    this.#readings.set(
      [atNs, used_heap_size, total_heap_size, external_memory],
      this.#count * HEAP_READING_LENGTH,
    );
    this.#lastNs = atNs;
    this.#count += 1;
    if (this.#count === READINGS_PER_MESSAGE) this.#tell();
  }

  #tell(): void {
    if (this.#count === 0) return;
    this.#send(this.#readings.slice(0, this.#count * HEAP_READING_LENGTH));
    this.#count = 0;
  }
}
