const FIRST_ROOM = 1024;

/** A growing list of numbers, 8 bytes each. */
export class GrowingNumbers {
  #values = new Float64Array(FIRST_ROOM);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#values.length) {
      // A half more, so that the largest list is in memory at most two and a half times.
      const larger = new Float64Array(Math.ceil(this.#length * 1.5));
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.#length] = value;
    this.#length += 1;
  }

  /** The numbers, without a copy. */
  read(): Float64Array {
    return this.#values.subarray(0, this.#length);
  }
}
