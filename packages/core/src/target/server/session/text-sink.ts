import { Buffer } from 'node:buffer';
import type { BodySink } from './exchange-log.ts';

/** Keeps a body as text, up to a maximum size. */
export class TextSink implements BodySink {
  readonly #maxBytes: number;
  #parts: Buffer[] = [];
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  push(bytes: Uint8Array): void {
    const kept = bytes.subarray(0, Math.max(0, this.#maxBytes - this.#bytes));
    this.#bytes += bytes.byteLength;
    if (kept.byteLength > 0) this.#parts.push(Buffer.from(kept));
  }

  /** Whether the whole body was kept. */
  get isWhole(): boolean {
    return this.#bytes <= this.#maxBytes;
  }

  bytes(): Uint8Array {
    return Buffer.concat(this.#parts);
  }

  read(): string {
    return Buffer.from(this.bytes()).toString('utf8');
  }
}
