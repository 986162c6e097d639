/** Length of the trace. */
export const TRACE_NS = 60e9;

const SLOTS = 240;
const SLOT_NS = TRACE_NS / SLOTS;

/** The maximum of each quarter of a second of the last minute, so that a spike of one sample stays visible. */
export class PeakTrace {
  readonly #peaks = new Float64Array(SLOTS);
  readonly #numbers = new Float64Array(SLOTS).fill(Number.NaN);

  add(atNs: number, value: number): void {
    const number = Math.floor(atNs / SLOT_NS);
    const index = number % SLOTS;
    const held = this.#numbers[index] ?? Number.NaN;
    if (Number.isNaN(value) || Number.isNaN(number) || held > number) return;
    const before = held === number ? (this.#peaks[index] ?? Number.NaN) : Number.NEGATIVE_INFINITY;
    this.#numbers[index] = number;
    this.#peaks[index] = Math.max(before, value);
  }

  /**
   * The minute before `nowNs` in columns, oldest first: the maximum of each, or `NaN` without values.
   * @param columns 1 to 240; more add no detail
   */
  columns(nowNs: number, columns: number): Float64Array {
    const count = Math.max(1, Math.min(SLOTS, Math.floor(columns)));
    const result = new Float64Array(count).fill(Number.NaN);
    const oldest = Math.floor(nowNs / SLOT_NS) - (SLOTS - 1);
    for (const [index, number] of this.#numbers.entries()) {
      if (!(number >= oldest)) continue;
      const column = Math.min(count - 1, Math.floor(((number - oldest) * count) / SLOTS));
      const peak = this.#peaks[index] ?? Number.NaN;
      const before = result[column] ?? Number.NaN;
      result[column] = Number.isNaN(before) ? peak : Math.max(before, peak);
    }
    return result;
  }
}
