import { Buffer } from 'node:buffer';
import { constants, inflateRawSync } from 'node:zlib';
import { NOTHING_DECODED, type ContentDecoder } from './content-decoder.ts';

/** Ends a deflate flush: an empty block, after which decoding can resume with the preceding bytes as dictionary. */
const FLUSH_MARK = Buffer.from([0x00, 0x00, 0xff, 0xff]);

/** Maximum distance of a deflate back-reference. */
const WINDOW_BYTES = 32 * 1024;

/**
 * Decodes gzip and deflate up to each flush. If the server flushes each event, each is decoded with its read; if not,
 * the server itself held its events back, and they are decoded when the rest arrives.
 */
export class DeflateDecoder implements ContentDecoder {
  readonly #headerBytes: (bytes: Uint8Array) => number | undefined;
  #isInBody = false;
  #pending: Buffer = Buffer.alloc(0);
  #window: Buffer = Buffer.alloc(0);

  /** @param headerBytes length of the header at the beginning; undefined while the header is incomplete */
  constructor(headerBytes: (bytes: Uint8Array) => number | undefined) {
    this.#headerBytes = headerBytes;
  }

  push(bytes: Uint8Array): Uint8Array {
    this.#pending = Buffer.concat([this.#pending, bytes]);
    if (!this.#isInBody) {
      const header = this.#headerBytes(this.#pending);
      if (header === undefined) return NOTHING_DECODED;
      this.#isInBody = true;
      this.#pending = this.#pending.subarray(header);
    }
    const end = this.#pending.lastIndexOf(FLUSH_MARK);
    if (end === -1 || end + FLUSH_MARK.length !== this.#pending.length) return NOTHING_DECODED;
    return this.#decode();
  }

  finish(): Uint8Array {
    return this.#isInBody && this.#pending.length > 0 ? this.#decode() : NOTHING_DECODED;
  }

  #decode(): Uint8Array {
    const decoded = inflateRawSync(this.#pending, {
      finishFlush: constants.Z_SYNC_FLUSH,
      ...(this.#window.length === 0 ? {} : { dictionary: this.#window }),
    });
    this.#pending = Buffer.alloc(0);
    this.#window = Buffer.concat([this.#window, decoded]).subarray(-WINDOW_BYTES);
    return decoded;
  }
}
