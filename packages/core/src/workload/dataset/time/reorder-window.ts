/** Puts slots in order of their keys, stably, for keys that rise almost always: those in order cost a constant time each, others that of a heap. */
export class ReorderWindow {
  private readonly capacity: number;
  private readonly keys: Float64Array;
  /** Place of a slot among all that came. */
  private readonly orders: Float64Array;
  /** A ring of slots whose keys rise. */
  private readonly rising: Int32Array;
  private risingBegin = 0;
  private risingCount = 0;
  /** A binary heap of slots that came late. */
  private readonly late: number[] = [];
  private pushed = 0;

  /** @param capacity slots, from 0 to it excluded */
  constructor(capacity: number) {
    this.capacity = capacity;
    this.keys = new Float64Array(capacity);
    this.orders = new Float64Array(capacity);
    this.rising = new Int32Array(capacity);
  }

  get size(): number {
    return this.risingCount + this.late.length;
  }

  keyOf(slot: number): number {
    return this.keys[slot] ?? Number.NaN;
  }

  push(slot: number, key: number): void {
    this.keys[slot] = key;
    this.orders[slot] = this.pushed++;
    if (this.risingCount === 0 || key >= this.keyOf(this.risingAt(this.risingCount - 1))) {
      this.rising[(this.risingBegin + this.risingCount) % this.capacity] = slot;
      this.risingCount++;
    } else {
      this.late.push(slot);
      this.raise(this.late.length - 1);
    }
  }

  /** The slot of the least key; of equal ones the first that came. */
  pop(): number | undefined {
    const late = this.late[0];
    if (this.risingCount === 0) return late === undefined ? undefined : this.popLate(late);
    const rising = this.risingAt(0);
    if (late !== undefined && this.isBefore(late, rising)) return this.popLate(late);
    this.risingBegin = (this.risingBegin + 1) % this.capacity;
    this.risingCount--;
    return rising;
  }

  private risingAt(index: number): number {
    return this.rising[(this.risingBegin + index) % this.capacity] ?? Number.NaN;
  }

  private popLate(first: number): number {
    const last = this.late.pop();
    if (last !== undefined && this.late.length > 0) {
      this.late[0] = last;
      this.lower(0);
    }
    return first;
  }

  private raise(from: number): void {
    let index = from;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!this.swapIfBefore(index, parent)) return;
      index = parent;
    }
  }

  private lower(from: number): void {
    let index = from;
    for (;;) {
      const left = 2 * index + 1;
      const right = left + 1;
      const one = this.late[right];
      const other = this.late[left];
      const isRight = one !== undefined && other !== undefined && this.isBefore(one, other);
      const least = isRight ? right : left;
      if (!this.swapIfBefore(least, index)) return;
      index = least;
    }
  }

  private swapIfBefore(one: number, other: number): boolean {
    const first = this.late[one];
    const second = this.late[other];
    if (first === undefined || second === undefined || !this.isBefore(first, second)) return false;
    this.late[one] = second;
    this.late[other] = first;
    return true;
  }

  private isBefore(one: number, other: number): boolean {
    const difference = this.keyOf(one) - this.keyOf(other);
    if (difference !== 0 && !Number.isNaN(difference)) return difference < 0;
    return (this.orders[one] ?? 0) < (this.orders[other] ?? 0);
  }
}
