/** Bytes of each scalar type of GGUF, by its number. */
const SCALAR_BYTES: ReadonlyMap<number, number> = new Map([
  [0, 1],
  [1, 1],
  [2, 2],
  [3, 2],
  [4, 4],
  [5, 4],
  [6, 4],
  [7, 1],
  [10, 8],
  [11, 8],
  [12, 8],
]);

const STRING = 8;
const ARRAY = 9;

/** A type that this version of GGUF does not have: the rest of the file cannot be read. */
export class UnknownTypeError extends RangeError {}

function bytesOf(type: number): number {
  const bytes = SCALAR_BYTES.get(type);
  if (bytes === undefined) throw new UnknownTypeError(`type ${type} is unknown`);
  return bytes;
}

/** A number, a text, or the numbers of a list; other values are not kept. */
export type MetadataValue = number | string | readonly number[] | undefined;

/** Reads values of a GGUF file one after another; reading past the end throws a RangeError. */
export class GgufCursor {
  readonly #view: DataView;
  #at: number;

  constructor(view: DataView, at: number) {
    this.#view = view;
    this.#at = at;
  }

  /** Bytes from the beginning of the file. */
  get at(): number {
    return this.#at;
  }

  count(): number {
    return Number(this.#view.getBigUint64(this.#take(8), true));
  }

  type(): number {
    return this.#view.getUint32(this.#take(4), true);
  }

  text(): string {
    const length = this.count();
    const at = this.#take(length);
    if (this.#at > this.#view.byteLength) throw new RangeError('the text ends past the part read');
    return new TextDecoder('latin1').decode(
      new Uint8Array(this.#view.buffer, this.#view.byteOffset + at, length),
    );
  }

  value(type: number): MetadataValue {
    if (type === STRING) return this.text();
    if (type !== ARRAY) return this.#scalar(type);
    const itemType = this.type();
    const items = Array.from({ length: this.#checked(this.count()) }, () => this.value(itemType));
    return items.filter((item) => typeof item === 'number');
  }

  /** Passes over a value. */
  skip(type: number): void {
    if (type === STRING) this.skipText();
    else if (type === ARRAY) this.#skipItems(this.type(), this.count());
    else this.#take(bytesOf(type));
  }

  skipText(): void {
    this.#take(this.count());
  }

  #skipItems(type: number, count: number): void {
    if (type !== STRING && type !== ARRAY) {
      this.#take(count * bytesOf(type));
      return;
    }
    for (let index = 0; index < this.#checked(count); index += 1) this.skip(type);
  }

  #scalar(type: number): MetadataValue {
    const at = this.#take(bytesOf(type));
    if (type === 4) return this.#view.getUint32(at, true);
    if (type === 5) return this.#view.getInt32(at, true);
    if (type === 10) return Number(this.#view.getBigUint64(at, true));
    if (type === 11) return Number(this.#view.getBigInt64(at, true));
    return undefined;
  }

  /** Each item takes a byte, so a longer list ends past the part read. */
  #checked(length: number): number {
    if (length > this.#view.byteLength) throw new RangeError('the list ends past the part read');
    return length;
  }

  #take(bytes: number): number {
    const at = this.#at;
    this.#at += bytes;
    return at;
  }
}
