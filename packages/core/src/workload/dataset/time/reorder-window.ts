/** A value with the key that it is sorted by. */
interface Keyed<Value> {
  readonly key: number;
  readonly value: Value;
  /** Its place among all that came. */
  readonly order: number;
}

/** Taken values are removed from the front of a list once they are this many. */
const COMPACT_AFTER = 4096;

/** A stable priority queue for values that come almost in order: those in order cost a constant time each, others that of a heap. */
export class ReorderWindow<Value> {
  /** Values in order; those before `begin` are taken. */
  private readonly sorted: Keyed<Value>[] = [];
  private begin = 0;
  /** A binary heap of those that came late. */
  private readonly late: Keyed<Value>[] = [];
  private pushed = 0;

  get size(): number {
    return this.sorted.length - this.begin + this.late.length;
  }

  push(value: Value, key: number): void {
    const item = { key, value, order: this.pushed++ };
    const last = this.sorted.at(-1);
    if (last === undefined || this.begin === this.sorted.length || key >= last.key) {
      this.sorted.push(item);
    } else {
      this.late.push(item);
      this.raise(this.late.length - 1);
    }
  }

  /** The value of the least key; of equal ones the first that came. */
  pop(): Keyed<Value> | undefined {
    const sorted = this.begin < this.sorted.length ? this.sorted[this.begin] : undefined;
    const late = this.late[0];
    if (late !== undefined && (sorted === undefined || isBefore(late, sorted))) {
      return this.popLate(late);
    }
    if (sorted === undefined) return undefined;
    this.begin++;
    if (this.begin >= COMPACT_AFTER && this.begin * 2 >= this.sorted.length) {
      this.sorted.splice(0, this.begin);
      this.begin = 0;
    }
    return sorted;
  }

  private popLate(first: Keyed<Value>): Keyed<Value> {
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
      const least = this.isLess(right, left) ? right : left;
      if (!this.swapIfBefore(least, index)) return;
      index = least;
    }
  }

  private isLess(one: number, other: number): boolean {
    const first = this.late[one];
    const second = this.late[other];
    return first !== undefined && second !== undefined && isBefore(first, second);
  }

  private swapIfBefore(one: number, other: number): boolean {
    const first = this.late[one];
    const second = this.late[other];
    if (first === undefined || second === undefined || !isBefore(first, second)) return false;
    this.late[one] = second;
    this.late[other] = first;
    return true;
  }
}

function isBefore(one: Keyed<unknown>, other: Keyed<unknown>): boolean {
  return one.key === other.key ? one.order < other.order : one.key < other.key;
}
