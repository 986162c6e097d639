import { TextSink } from '../text-sink.ts';
import type { BodySink } from '../exchange-log.ts';

/** Bytes of a body that are kept to say what came: more than a message repeats, since secrets are masked before the cut. */
const OPENING_BYTES = 1024;

/** Hands a body on, and keeps its beginning for a message about a body that cannot be read. */
export class OpeningSink implements BodySink {
  readonly #next: BodySink;
  readonly #opening = new TextSink(OPENING_BYTES);

  constructor(next: BodySink) {
    this.#next = next;
  }

  push(bytes: Uint8Array, atNs: number): void {
    if (this.#opening.isWhole) this.#opening.push(bytes);
    this.#next.push(bytes, atNs);
  }

  read(): string {
    return this.#opening.read();
  }
}
